import { profiles } from '../contract/profile.js';
import { documentValidator } from '../json/document-validator.js';
import { type JsonSchema } from '../json/json.js';
import {
  anyObject,
  anyText,
  array,
  count,
  name,
  notNegative,
  oneOfWords,
  record,
  text,
  time,
  truth,
} from '../json/parts.js';
import { type RunRecord } from './run-record.js';

const cell = record(
  {
    index: count,
    id: text,
    status: oneOfWords(['passed', 'failed', 'skipped', 'not run']),
    started: time,
    seconds: notNegative,
    attempts: count,
    reused: truth,
  },
  ['started', 'seconds', 'attempts', 'reused'],
);

const error = record(
  {
    name: text,
    message: anyText,
    traceback: array(anyText),
    cell: record({ index: count, id: text, line: count, column: count }, ['line', 'column']),
  },
  ['cell'],
);

export const runRecordSchema: JsonSchema = record(
  {
    schemaVersion: { const: 1 },
    notebook: name,
    profile: oneOfWords(profiles),
    parameters: anyObject,
    status: oneOfWords(['running', 'passed', 'failed', 'interrupted']),
    reused: truth,
    started: time,
    finished: time,
    seconds: notNegative,
    cells: array(cell),
    problems: array(record({ pointer: anyText, message: text, cell: text }, ['cell'])),
    unexpected: array(record({ claim: text, expected: text, found: text })),
    error,
    exitCode: count,
  },
  ['finished', 'seconds', 'error', 'exitCode'],
);

export const { problems: validateRunRecord, parse: parseRunRecord } = documentValidator<RunRecord>(runRecordSchema);
