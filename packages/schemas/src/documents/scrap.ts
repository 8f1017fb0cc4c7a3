import { type JsonValue } from '../json/json.js';

/** MIME type under which a notebook output carries a recorded value, in the form of nteract's scrapbook. */
export const scrapMimeType = 'application/scrapbook.scrap.json+json';

/** What a cell can record, in the order in which `study(...)` offers it. */
export type ScrapKind = 'result' | 'claim' | 'check' | 'measurement' | 'artifact';

export const scrapKinds: readonly ScrapKind[] = ['result', 'claim', 'check', 'measurement', 'artifact'];

/**
 * A recorded value. The last scrap of a name in a notebook wins. By kind, `data` is
 * - `result:NAME`: the rounded value itself,
 * - `claim:ID`: a ClaimRecord,
 * - `check:ID`: a CheckRecord,
 * - `measurement:NAME`: any JSON,
 * - `artifact:NAME`: an {@link ArtifactScrap}.
 */
export type Scrap = { name: string; data: JsonValue; encoder: 'json'; version: 1 };

/** The bytes of an artifact on their way out of the kernel. */
export type ArtifactScrap = { base64: string; bytes: number; sha256: string };

/** The name of a scrap: `scrapName('result', 'accuracy')` is `result:accuracy`. */
export function scrapName(kind: ScrapKind, name: string): string {
  return `${kind}:${name}`;
}

/** Kind and name of a scrap's name, or `undefined` if it is not one of ours: other tools may record scraps too. */
export function splitScrapName(full: string): { kind: ScrapKind; name: string } | undefined {
  const colon = full.indexOf(':');
  const kind = scrapKinds.find((candidate) => candidate === full.slice(0, colon));
  return kind === undefined || colon < 0 ? undefined : { kind, name: full.slice(colon + 1) };
}
