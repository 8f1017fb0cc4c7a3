import { type JsonObject, type JsonSchema } from '../json/json.js';
import { type Rule, type Verdict } from '../claims/rule.js';
import { type Profile } from './profile.js';

/** Where a claim comes from. At least a survey statement or a paper is named. */
export type ClaimSource = {
  /** Statement of the survey, `S6`. */
  statement?: string;
  /** The paper, as one would cite it in a sentence. */
  paper?: string;
  /** Section, figure or table of the paper. */
  where?: string;
  /** How sure we are that the paper says so. */
  confidence?: string;
};

/** A claim as its notebook's contract declares it, before any run. */
export type ClaimDeclaration = {
  /** What the source says, in our words. */
  sentence: string;
  source: ClaimSource;
  /** Names of the mechanisms it is about. */
  mechanisms?: string[];
  rule: Rule;
  /** What the negative control is, in a sentence. */
  control: string;
  expected: Verdict;
  /** The profiles in which the verdict is asserted; in others it is shown only. */
  profiles: Profile[];
  /** Decimals kept of the evidence; 6 if left out. */
  decimals?: number;
  /** How far a number of the evidence may differ on another machine; 0 if left out. */
  tolerance?: number;
};

/** An identity that must be true in every run. */
export type CheckDeclaration = {
  sentence: string;
  /** Statements of the survey that are definitions or identities, and that this check shows to be so: `['S31']`. */
  statements?: string[];
};

/** What a run may use on a cluster; what is left out, the cluster decides. */
export type ResourceDeclaration = {
  /** Wall-clock time: minutes (`"90"`) or `"1:30:00"`, `"2-00:00:00"`. */
  time?: string;
  /** `"800M"`, `"4G"`. */
  memory?: string;
  cores?: number;
};

/** The `atlas` keyword of a notebook's schema. */
export type NotebookDeclaration = {
  /** What the notebook asks. */
  question: string;
  /** Statements of the survey that it is about: `["S6", "S7"]`. */
  statements: string[];
  /** True where time is measured: the notebook then runs alone. */
  exclusive?: boolean;
  /** What a run needs on a cluster, for each profile. */
  resources?: { [profile in Profile]?: ResourceDeclaration };
  /** JSON Schema of the parameters: an object with one property for each. */
  parameters: { type?: 'object'; properties?: { [parameter: string]: JsonSchema }; [keyword: string]: unknown };
  /** The parameters' values in each profile. */
  profiles: { [profile in Profile]: JsonObject };
  /** Names of data sets under `datasets/`. */
  datasets?: string[];
  /** Schemas of measurements, by name; a measurement that is not listed is free. */
  measurements?: { [name: string]: JsonSchema };
  claims: { [id: string]: ClaimDeclaration };
  checks: { [id: string]: CheckDeclaration };
};

/** A notebook's contract: `notebooks/NN-topic.schema.json`. `properties` has one schema for each result. */
export type NotebookContract = {
  $schema?: string;
  $id?: string;
  $defs?: { [name: string]: JsonSchema };
  title: string;
  description?: string;
  type: 'object';
  properties: { [result: string]: JsonSchema };
  /** Results that must be there; all of them if left out. */
  required?: string[];
  additionalProperties?: false;
  atlas: NotebookDeclaration;
};
