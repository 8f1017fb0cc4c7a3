import { describe } from 'vitest';
import { testCases } from './case-table.mjs';
import { contract, parametersCell, recordingCell } from './fixture.mjs';

const emptyContract = {
  ...contract,
  properties: {},
  atlas: { ...contract.atlas, parameters: {}, profiles: { smoke: {}, default: {}, full: {} }, claims: {}, checks: {} },
};
const changed = (/** @type {object} */ change) => ({ ...contract, atlas: { ...contract.atlas, ...change } });

/** @type {import('./case-table.mjs').Case[]} */
const refused = [
  [
    'outputs',
    [{ source: '1', outputs: [{ output_type: 'stream', name: 'stdout', text: '1' }] }],
    ['1 outputs'],
    'holds 1 outputs: clear all outputs',
    emptyContract,
  ],
  [
    'execution-count',
    [{ source: '1', execution_count: 3 }],
    ['1 execution-count'],
    'holds the execution count 3',
    emptyContract,
  ],
  [
    'injected',
    [{ source: 'const seeds = 1;', metadata: { tags: ['injected-parameters'] } }],
    ['1 injected'],
    'remove the cell',
    emptyContract,
  ],
  ['no-id', [{ source: '1', id: undefined }], ['1 format'], 'lacks the property "id"', emptyContract],
  [
    'same-id',
    [
      { source: '1', id: 'x' },
      { source: '2', id: 'x' },
    ],
    ['2 format'],
    'repeats the id of cell 0',
    emptyContract,
  ],
  ['floating', ['async function f() {}\nf();'], ['1 2:1 promises'], 'Promises must be awaited', emptyContract],
  ['floating-void', ['void Promise.resolve();'], ['1 1:1 promises'], undefined, emptyContract],
  ['floating-from-before', ['const f = async () => {};', 'f();'], ['2 1:1 promises'], undefined, emptyContract],
  ['floating-array', ['[1, 2].map(async (x) => x);'], ['1 1:1 promises'], undefined, emptyContract],
  ['floating-callback', ['[1].forEach(async () => {});'], ['1 1:13 promises'], undefined, emptyContract],
  [
    'kept-promise',
    ['const late = Promise.resolve(1);'],
    ['1 1:7 promises'],
    '"late" holds a promise that this cell does not await',
    emptyContract,
  ],
  [
    'handled-later',
    ['Promise.resolve().catch(console.error);'],
    ['1 1:1 promises'],
    'a handler runs after its cell',
    emptyContract,
  ],
  [
    'awaited-in-another-cell',
    ['const late = [Promise.resolve(1)];', 'await Promise.all(late);'],
    ['1 1:7 promises'],
    undefined,
    emptyContract,
  ],
  [
    'timer',
    ['setTimeout(() => console.log(1), 10);'],
    ['1 1:1 promises'],
    'a timer that nothing waits for',
    emptyContract,
  ],
  [
    'no-exceptions',
    ['// eslint-disable-next-line\nPromise.resolve();'],
    ['1 1:1 promises', '1 2:1 promises'],
    undefined,
    emptyContract,
  ],
  ['by-path', ["import { x } from '../packages/lab/src/index.js';"], ['1 1:19 imports'], 'by path', emptyContract],
  [
    'by-address',
    ["const x = await import('https://example.org/x.js');"],
    ['1 1:24 imports'],
    'by address',
    emptyContract,
  ],
  [
    'inside-a-package',
    ["const x = require('@atlas/lab/dist/index.js');"],
    ['1 1:19 imports'],
    'from inside a package',
    emptyContract,
  ],
  ['no-contract', ['1'], [' contract'], 'has no contract: write notebooks/no-contract.schema.json', null],
  [
    'broken-contract',
    ['1'],
    [' contract'],
    'lacks the property "atlas"',
    { title: 'x', type: 'object', properties: {} },
  ],
  [
    'computed-parameters',
    [
      { source: 'const seeds = 2;\nconst twice = seeds * 2;', metadata: { tags: ['parameters'] } },
      recordingCell('computed-parameters'),
    ],
    ['1 2:7 parameters'],
    'only constants with literal values',
  ],
  [
    'parameters-with-code',
    [
      { source: 'const seeds = 2;\nconsole.log(seeds);', metadata: { tags: ['parameters'] } },
      recordingCell('parameters-with-code'),
    ],
    ['1 2:1 parameters'],
    'only constants with literal values',
  ],
  [
    'other-parameters',
    [{ source: 'const sedes = 2;', metadata: { tags: ['parameters'] } }, recordingCell('other-parameters')],
    ['1 parameters', '1 parameters'],
    'lacks the property "seeds"',
  ],
  [
    'wrong-parameters',
    [{ source: 'const seeds = -1;', metadata: { tags: ['parameters'] } }, recordingCell('wrong-parameters')],
    ['1 parameters'],
    '/seeds must be >= 1, found -1',
  ],
  [
    'untagged-parameters',
    ['const seeds = 2;', recordingCell('untagged-parameters')],
    [' parameters'],
    'has no cell tagged "parameters" for seeds',
  ],
  [
    'two-parameters',
    [parametersCell, parametersCell, recordingCell('two-parameters')],
    ['2 parameters'],
    'only the first, cell 1, counts',
  ],
  [
    'unused',
    [
      parametersCell,
      "import { study } from '@atlas/notebook';\nconst atlas = study('unused');\natlas.result('accuracy', 1);",
    ],
    [' records', ' records'],
    'no cell records the claim "helps" of the contract',
  ],
  [
    'undeclared',
    [
      parametersCell,
      recordingCell('undeclared'),
      "atlas.claim('other', { seeds: [], values: [true], control: { values: [false] } });",
    ],
    ['3 1:13 records'],
    'claim "other" is not in the contract',
  ],
  [
    'unknown-until-run',
    [
      parametersCell,
      recordingCell('unknown-until-run'),
      "const names = ['accuracy'];\nfor (const name of names) atlas.result(name, 1);",
    ],
    ['3 2:40 records'],
    'is known only at run time',
  ],
  ['other-study', [parametersCell, recordingCell('05-channel')], ['2 2:21 records'], "expected study('other-study')"],
];

/** @type {import('./case-table.mjs').Case[]} */
const allowed = [
  ['sound', [parametersCell, recordingCell('sound')], []],
  [
    'many-literals',
    [
      {
        source:
          "// How much\nconst seeds: number = 2; // how often\nconst text = 'x', off = -1.5;\nconst list = [1, [true, null], { a: 'b' }];",
        metadata: { tags: ['parameters'] },
      },
      recordingCell('many-literals'),
    ],
    [],
    undefined,
    changed({
      parameters: {
        properties: {
          seeds: { type: 'integer' },
          text: { type: 'string' },
          off: { type: 'number' },
          list: { type: 'array' },
        },
      },
      profiles: {
        smoke: { seeds: 1, text: '', off: 1, list: [] },
        default: { seeds: 1, text: '', off: 1, list: [] },
        full: { seeds: 1, text: '', off: 1, list: [] },
      },
    }),
  ],
  [
    'names-from-a-list',
    [
      parametersCell,
      recordingCell('names-from-a-list'),
      "for (const name of ['accuracy'] as const) atlas.result(name, 1);",
    ],
    [],
  ],
  [
    'awaited-work',
    [
      'const a = Promise.resolve(1);\nconst b = [a, Promise.resolve(2)];\nawait Promise.all(b);\nconst c = async () => 3;\nawait c();\nawait new Promise((done) => {\n  setTimeout(done, 1);\n});',
    ],
    [],
    undefined,
    emptyContract,
  ],
  [
    'another-result',
    ["const other = { result: (name: string) => name };\nother.result('x');"],
    [],
    undefined,
    emptyContract,
  ],
];

describe('lint refuses', () => testCases(refused, 'lint'));
describe('lint allows', () => testCases(allowed, 'lint'));
