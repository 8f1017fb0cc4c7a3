import { decisionSchema, evidenceSchema } from '../claims/evidence.schema.js';
import { profiles } from '../contract/profile.js';
import { documentValidator } from '../json/document-validator.js';
import { type JsonSchema } from '../json/json.js';
import {
  anyObject,
  anyText,
  count,
  dictionary,
  name,
  oneOfWords,
  record,
  safePath,
  sha256,
  text,
  truth,
} from '../json/parts.js';
import { type ResultFile } from './result-file.js';

export const resultFileSchema: JsonSchema = record({
  schemaVersion: { const: 1 },
  notebook: name,
  profile: oneOfWords(profiles),
  parameters: anyObject,
  results: anyObject,
  claims: dictionary(record({ evidence: evidenceSchema, decision: decisionSchema })),
  checks: dictionary(record({ passed: truth, detail: anyText })),
  artifacts: dictionary(record({ path: safePath, sha256, bytes: count })),
  cells: dictionary(text),
});

/** The outer form of a result file; whether its content fits the notebook's contract, `validateResults` says. */
export const { problems: validateResultFile, parse: parseResultFile } = documentValidator<ResultFile>(resultFileSchema);
