import type { JsonObject } from '@atlas/schemas';
import type { RunOutcome } from '../run/outcome.js';

/** The runs as one JSON document: everything of their outcomes, times in ISO 8601. */
export function outcomesJson(outcomes: readonly RunOutcome[]): JsonObject {
  return JSON.parse(JSON.stringify({ schemaVersion: 1, runs: outcomes })) as JsonObject;
}
