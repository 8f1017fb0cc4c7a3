import { type Decision } from '../claims/decision.js';
import { type Evidence } from '../claims/evidence.js';
import { type Profile } from '../contract/profile.js';
import { type JsonObject } from '../json/json.js';

/** A claim as a run left it: its evidence, rounded, and what the rule made of it. */
export type ClaimRecord = { evidence: Evidence; decision: Decision };

/** An identity as a run left it. */
export type CheckRecord = { passed: boolean; detail: string };

/** A file that a notebook made, under `reports/artifacts/`. */
export type ArtifactRecord = {
  /** Relative to the reports folder: `artifacts/05-channel/se.safetensors`. */
  path: string;
  sha256: string;
  bytes: number;
};

/** `reports/results/<profile>/<notebook>.json`: only what the seed determines. */
export type ResultFile = {
  schemaVersion: 1;
  notebook: string;
  profile: Profile;
  parameters: JsonObject;
  results: JsonObject;
  claims: { [id: string]: ClaimRecord };
  checks: { [id: string]: CheckRecord };
  artifacts: { [name: string]: ArtifactRecord };
  /** Id of the cell that produced each scrap, by its full name: `{"claim:se-helps": "3f2a"}`. */
  cells: { [scrap: string]: string };
};
