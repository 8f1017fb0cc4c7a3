import { decisionSchema, evidenceSchema } from '../claims/evidence.schema.js';
import { profiles } from '../contract/profile.js';
import { documentValidator } from '../json/document-validator.js';
import { type JsonSchema } from '../json/json.js';
import { anyObject, array, dictionary, name, number, oneOfWords, record, text } from '../json/parts.js';
import { type SweepFile } from './sweep-file.js';

const interval: JsonSchema = { type: 'array', items: number, minItems: 2, maxItems: 2 };
/** Folders of runs are named after their values, `heads=8,seed=1`: a relative path that stays inside its folder. */
const pathInside: JsonSchema = { type: 'string', pattern: '^(?!.*(^|/)\\.\\.?(/|$))[^/\\\\]+(/[^/\\\\]+)*$' };

export const sweepFileSchema: JsonSchema = record({
  schemaVersion: { const: 1 },
  notebook: name,
  profile: oneOfWords(profiles),
  swept: dictionary({ type: 'array', minItems: 1 }),
  fixed: anyObject,
  runs: array(
    record(
      {
        parameters: anyObject,
        status: oneOfWords(['passed', 'failed', 'interrupted', 'not run']),
        reason: text,
        results: pathInside,
      },
      ['reason', 'results'],
    ),
    1,
  ),
  points: array(
    record({
      parameters: anyObject,
      seeds: array({ type: 'integer' }),
      missing: array({ type: 'integer' }),
      numbers: dictionary(record({ values: array(number, 1), estimate: number, interval }, ['interval'])),
      claims: dictionary(record({ evidence: evidenceSchema, decision: decisionSchema })),
    }),
    1,
  ),
});

/** The form of a combined sweep. */
export const { problems: validateSweepFile, parse: parseSweepFile } = documentValidator<SweepFile>(sweepFileSchema);
