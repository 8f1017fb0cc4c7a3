import { ruleSchema } from '../claims/rule.schema.js';
import { verdicts } from '../claims/rule.js';
import { type JsonSchema } from '../json/json.js';
import {
  anyObject,
  anyText,
  array,
  dictionary,
  name,
  notNegative,
  oneOfWords,
  record,
  text,
  truth,
} from '../json/parts.js';
import { profiles } from './profile.js';

const identifier = '^[a-z0-9][a-z0-9-]*$';
const statement: JsonSchema = { type: 'string', pattern: '^S[1-9][0-9]?$' };
const anySchema: JsonSchema = { type: ['object', 'boolean'] };

const source = record({ statement, paper: text, where: text, confidence: text }, [
  'statement',
  'paper',
  'where',
  'confidence',
]);

const claim = record(
  {
    sentence: text,
    source,
    mechanisms: array(text),
    rule: ruleSchema,
    control: text,
    expected: oneOfWords(verdicts),
    profiles: { type: 'array', items: oneOfWords(profiles), uniqueItems: true },
    decimals: { type: 'integer', minimum: 0, maximum: 15 },
    tolerance: notNegative,
  },
  ['mechanisms', 'decimals', 'tolerance'],
);

const resources = record(
  {
    time: { type: 'string', pattern: '^([0-9]+|([0-9]+-)?[0-9]+:[0-5]?[0-9]:[0-5]?[0-9])$' },
    memory: { type: 'string', pattern: '^[0-9]+[MGT]B?$' },
    cores: { type: 'integer', minimum: 1 },
  },
  ['time', 'memory', 'cores'],
);

const declaration = record(
  {
    question: text,
    statements: array(statement),
    exclusive: truth,
    resources: record({ smoke: resources, default: resources, full: resources }, [...profiles]),
    parameters: anyObject,
    profiles: record({ smoke: anyObject, default: anyObject, full: anyObject }),
    datasets: array(name),
    measurements: dictionary(anySchema),
    claims: dictionary(claim, identifier),
    checks: dictionary(record({ sentence: text, statements: array(statement) }, ['statements']), identifier),
  },
  ['exclusive', 'resources', 'datasets', 'measurements'],
);

/** The form of a contract. That its parts are valid schemas and agree with each other is checked apart. */
export const contractSchema: JsonSchema = record(
  {
    $schema: { const: 'https://json-schema.org/draft/2020-12/schema' },
    $id: anyText,
    $defs: dictionary(anySchema),
    title: text,
    description: anyText,
    type: { const: 'object' },
    properties: dictionary(anySchema),
    required: array(text),
    additionalProperties: { const: false },
    atlas: declaration,
  },
  ['$schema', '$id', '$defs', 'description', 'required', 'additionalProperties'],
);
