import { documentValidator, type JsonSchema } from '@atlas/schemas';
import { groups } from '../works/work.js';
import { contenderNames, type BenchFile } from './bench-file.js';

const text: JsonSchema = { type: 'string', minLength: 1 };
const time: JsonSchema = { type: 'number', exclusiveMinimum: 0 };
const count: JsonSchema = { type: 'integer', minimum: 1 };
const amount: JsonSchema = { type: 'number', minimum: 0 };
const contender: JsonSchema = { enum: [...contenderNames] };
const spread = { median: time, low: time, high: time, samples: count };

function record(properties: { [name: string]: JsonSchema }, optional: readonly string[] = []): JsonSchema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items });

const entry = record({ contender, ...spread, firstCall: time, peakBytes: amount, difference: amount, layout: text }, [
  'peakBytes',
  'difference',
  'layout',
]);

const work = record(
  {
    id: text,
    group: { enum: [...groups] },
    title: text,
    size: text,
    threads: record({ intraOp: count, interOp: count }),
    operations: amount,
    bytes: amount,
    entries: list(entry),
    failures: list(record({ contender, message: text })),
  },
  ['operations', 'bytes'],
);

/** JSON Schema (draft 2020-12) of what `atlas bench --json` prints. */
export const benchFileSchema: JsonSchema = record({
  schemaVersion: { const: 1 },
  date: { type: 'string', format: 'date-time' },
  machine: record({ processor: text, cores: count, memoryBytes: count, system: text, load: amount }),
  versions: { type: 'object', additionalProperties: text },
  works: list(work),
  tools: list(record({ id: text, title: text, ...spread })),
});

export const { problems: validateBenchFile, parse: parseBenchFile } = documentValidator<BenchFile>(benchFileSchema);
