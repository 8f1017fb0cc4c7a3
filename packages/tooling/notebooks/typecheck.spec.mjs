import { describe } from 'vitest';
import { testCases } from './case-table.mjs';

/** @type {import('./case-table.mjs').Case[]} */
const refused = [
  [
    'types-of-later-cells',
    ['const a = 1;', 'const b: string = a;'],
    ['2 1:7 TS2322'],
    "Type 'number' is not assignable to type 'string'",
  ],
  ['strict', ['function f(x) {\n  return x;\n}'], ['1 1:12 TS7006']],
  ['strict-null', ["const found = ['a'].find((x) => x === 'b');", 'found.length;'], ['2 1:1 TS18048']],
  ['unknown-name', ['const a = later;', 'const later = 1;'], ['1 1:11 TS2304'], "Cannot find name 'later'"],
  ['syntax', ['const a = 1;\nconst = 3;'], ['1 2:7 TS1134', '1 2:9 TS1134']],
  ['unknown-package', ["import { x } from 'no-such-package';"], ['1 1:19 TS2307']],
  [
    'unknown-member',
    ["import { study } from '@atlas/notebook';", "study('x').resullt('a', 1);"],
    ['2 1:12 TS2551'],
    "Did you mean 'result'",
  ],
  [
    'missing-control',
    ["import { study } from '@atlas/notebook';\nstudy('x').claim('a', { seeds: [1], values: [1] });"],
    ['1 2:23 TS2345'],
    "Property 'control' is missing",
  ],
  [
    'text-cells-count',
    [
      { cell_type: 'markdown', source: '# Title', outputs: undefined, execution_count: undefined },
      'const a: number = "x";',
    ],
    ['2 1:7 TS2322'],
  ],
  ['lines-of-a-list', [{ source: ['const a = 1;\n', 'a.x;'] }], ['1 2:3 TS2339']],
  ['end-of-cell', ['const a = ('], ['1 1:12 TS1109']],
  ['redeclared-twice', ['const a = 1;\nconst a = 2;'], ['1 1:7 TS2451', '1 2:7 TS2451']],
  ['only-before', ["const a = 'text';", 'a.length;', 'const a = 1;', 'a.length;'], ['4 1:3 TS2339']],
  [
    'skipped-cells-declare-nothing',
    [{ source: 'const a = 1;', metadata: { tags: ['skip-execution'] } }, 'a;'],
    ['2 1:1 TS2304'],
  ],
];

/** @type {import('./case-table.mjs').Case[]} */
const allowed = [
  ['redeclared', ['const a = 1;', "const a = 'text';\na.length;", 'const b: string = a;'], []],
  [
    'awaited',
    ['const a = await Promise.resolve(3);', 'const b: number = a; for (const x of [1]) await Promise.resolve(x);'],
    [],
  ],
  ['assigned-later', ['let a = 1;\nvar b = 2;', 'a = 2; b += a; a++;'], []],
  [
    'everything-is-visible',
    [
      "import * as notebook from '@atlas/notebook';\nimport { type Study, show as display } from '@atlas/notebook';\ntype T = { a: number };\ninterface I { b: T }\nenum E { A }\nclass C<X> { x?: X }\nfunction f<X>(x: X): X { return x; }\nconst { p, q: [r] } = { p: 1, q: ['s'] };\nexport const exported = 5;",
      'const i: I = { b: { a: 1 } };\nconst c = new C<T>();\nc.x = i.b;\nconst text: string = f(r);\nconst e: E = E.A;\nconst atlas: Study = notebook.study("x");\ndisplay.markdown(text);\nconst n: number = p + exported;',
      'const again: C<I> = new C();\nnotebook.show.markdown("x");',
    ],
    [],
  ],
  [
    'imports-repeat',
    ["import { show } from '@atlas/notebook';", "import { show } from '@atlas/notebook';\nshow.markdown('x');"],
    [],
  ],
  [
    'node-is-there',
    [
      "import { readFileSync } from 'node:fs';\nconst text: string = readFileSync('x', 'utf8');\nconsole.log(text, Buffer.from(text), structuredClone(1));",
    ],
    [],
  ],
  [
    'wrong-on-purpose',
    [{ source: 'const a: string = 1;', metadata: { tags: ['raises-exception'] } }, 'const b: string = a;'],
    [],
  ],
];

describe('typecheck refuses', () => testCases(refused, 'typecheck'));
describe('typecheck allows', () => testCases(allowed, 'typecheck'));
