import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClaimDeclaration, recordClaim, type ResultFile } from '@atlas/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exitCode } from '../src/exit-code.js';
import { type Comparison, compareSets, exitCodeOf } from '../src/reports/compare.js';
import { comparisonMarkdown } from '../src/reports/comparison-markdown.js';

const declaration: ClaimDeclaration = {
  sentence: 'The gate [SE] helps.',
  source: { statement: 'S11' },
  rule: { test: 'difference-above', threshold: 0, unit: 'points' },
  control: 'the same network with its weights fixed',
  expected: 'holds',
  profiles: ['default'],
};
const rows = {
  type: 'array',
  items: {
    type: 'object',
    properties: { network: { type: 'string' }, accuracy: { type: 'number', decimals: 3, tolerance: 0.01 } },
  },
};
const contract = {
  title: 'Gates',
  type: 'object',
  properties: { table: rows, note: { type: 'string' } },
  required: ['table'],
  atlas: {
    question: 'Does the gate help?',
    statements: ['S11'],
    parameters: { properties: { seeds: { type: 'integer' } } },
    profiles: { smoke: { seeds: 2 }, default: { seeds: 3 }, full: { seeds: 5 } },
    claims: { 'se-helps': declaration },
    checks: { bounded: { sentence: 'Every weight lies between 0 and 1.' } },
  },
};

function resultFile(): ResultFile {
  return {
    schemaVersion: 1,
    notebook: '01-gates',
    profile: 'default',
    parameters: { seeds: 3 },
    results: {
      table: [
        { network: 'plain', accuracy: 0.9 },
        { network: 'SE', accuracy: 0.93 },
      ],
    },
    claims: {
      'se-helps': recordClaim(declaration, {
        seeds: [1, 2, 3],
        values: [93, 94, 93.5],
        baseline: [91, 92.1, 91.4],
        control: { values: [91.2, 91.9, 91.5], baseline: [91, 92.1, 91.4] },
      }),
    },
    checks: { bounded: { passed: true, detail: '0.1 to 0.9' } },
    artifacts: { 'weights.safetensors': { path: 'artifacts/w', bytes: 4, sha256: 'a'.repeat(64) } },
    cells: {},
  };
}

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atlas-diff-'));
  mkdirSync(join(root, 'notebooks'));
  for (const name of ['01-gates', '02-gates'])
    writeFileSync(join(root, 'notebooks', `${name}.schema.json`), JSON.stringify(contract));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a result set: results, or the text of a file, by the names of notebooks. */
function set(name: string, files: Readonly<Record<string, ResultFile | string>>): string {
  const folder = join(root, name, 'results', 'default');
  mkdirSync(folder, { recursive: true });
  for (const [notebook, content] of Object.entries(files))
    writeFileSync(join(folder, `${notebook}.json`), typeof content === 'string' ? content : JSON.stringify(content));
  return join(root, name);
}

function changed(change: (file: ResultFile) => void): ResultFile {
  const file = resultFile();
  change(file);
  return file;
}

function comparisonOf(second: ResultFile | string): Comparison[] {
  const sets = [set('before', { '01-gates': resultFile() }), set('after', { '01-gates': second })] as const;
  return compareSets(root, ...sets, 'default');
}

describe('two result sets', () => {
  it('are said to be equal when they are', () => {
    const comparisons = comparisonOf(resultFile());
    expect(comparisonMarkdown(comparisons)).toBe('Results of 1 notebook compared: all are equal.\n');
    expect(exitCodeOf(comparisons)).toBe(exitCode.done);
  });

  it('may differ within tolerance and in the bytes of artifacts, which is folded away', () => {
    const comparisons = comparisonOf(
      changed((file) => {
        file.results['table'] = [
          { network: 'plain', accuracy: 0.9 },
          { network: 'SE', accuracy: 0.935 },
        ];
        file.artifacts['weights.safetensors'] = { path: 'artifacts/w', bytes: 4, sha256: 'b'.repeat(64) };
      }),
    );
    expect(exitCodeOf(comparisons)).toBe(exitCode.done);
    expect(comparisonMarkdown(comparisons)).toBe(`## Results of 1 notebook compared: no difference that is not tolerated

### 01-gates

<details><summary>2 tolerated</summary>

| what | first | second | |
| --- | --- | --- | --- |
| \`/artifacts/weights.safetensors/sha256\` | \`aaaaaaaaaaaa…\` | \`bbbbbbbbbbbb…\` | other bytes |
| \`/results/table/1/accuracy\` (SE) | \`0.93\` | \`0.935\` | differ by 0.005, within the tolerance of 0.01 |

</details>
`);
  });

  it('are different in a verdict first, then in checks, then in values beyond their tolerance', () => {
    const comparisons = comparisonOf(
      changed((file) => {
        const claim = file.claims['se-helps']!;
        file.claims['se-helps'] = { ...claim, decision: { ...claim.decision, verdict: 'fails' } };
        file.checks['bounded'] = { passed: false, detail: '0.1 to 0.9' };
        file.results['table'] = [
          { network: 'plain', accuracy: 0.8 },
          { network: 'SE', accuracy: 0.93 },
          { network: 'E|CA', accuracy: 0.92 },
        ];
        file.results['note'] = 'a `b` | c';
      }),
    );
    expect(exitCodeOf(comparisons)).toBe(exitCode.differences);
    const lines = comparisonMarkdown(comparisons).split('\n');
    expect(lines[0]).toBe('## Results of 1 notebook compared: 1 differs');
    expect(lines.slice(6, -1)).toEqual([
      '| **verdict** of `se-helps`: The gate \\[SE\\] helps. | `holds` | `fails` |  |',
      '| **check** `bounded` | `true` | `false` |  |',
      '| `/results/note` | – | `` a `b` \\| c `` | only in the second |',
      '| `/results/table/0/accuracy` (plain) | `0.9` | `0.8` | differ by 0.1, more than the tolerance of 0.01 |',
      '| `/results/table/2` (E\\|CA) | – | `{"network":"E\\|CA","accuracy":0.92}` | only in the second |',
    ]);
  });

  it('show what is only in one of them, and a file that cannot be read, without hiding the others', () => {
    const first = set('before', { '01-gates': resultFile(), '02-gates': resultFile(), gone: resultFile() });
    const moved = changed((file) => (file.parameters['seeds'] = 4));
    const comparisons = compareSets(root, first, set('after', { '01-gates': '{"a":', '02-gates': moved }), 'default');
    expect(exitCodeOf(comparisons)).toBe(exitCode.usage);
    const text = comparisonMarkdown(comparisons);
    expect(text).toContain('## Results of 3 notebooks compared: 3 differ');
    expect(text).toMatch(
      /### 01-gates\n\nCannot be compared:\n\n```text\n.*after\/results\/default\/01-gates\.json: .*\n```/,
    );
    expect(text).toContain('| `/parameters/seeds` | `3` | `4` | differ by 1, more than the tolerance of 0 |');
    expect(text).toContain('### gone\n\nThe second set does not have it.');
  });

  it('are found as files, as folders, and in folders with profiles', () => {
    const place = set('before', { '01-gates': resultFile() });
    const folder = join(place, 'results');
    const file = join(folder, 'default', '01-gates.json');
    for (const given of [place, folder, join(folder, 'default'), file])
      expect(compareSets(root, place, given, 'default')).toEqual([
        { notebook: '01-gates', differences: [], sentences: {} },
      ]);
    expect(() => compareSets(root, place, join(root, 'nowhere'), 'default')).toThrow('no such file or folder');
    expect(() => compareSets(root, place, place, 'smoke')).toThrow('no result files of the profile "smoke"');
  });

  it('make a comment that stays short, however much differs', () => {
    const many = changed((file) => {
      file.results['table'] = Array.from({ length: 500 }, () => ({ network: 'x'.repeat(200), accuracy: 0.1 }));
    });
    const names = Array.from({ length: 30 }, (_, index) => `${String(index).padStart(2, '0')}-gates`);
    for (const name of names) writeFileSync(join(root, 'notebooks', `${name}.schema.json`), JSON.stringify(contract));
    const before = set('before', Object.fromEntries(names.map((name) => [name, resultFile()])));
    const after = set('after', Object.fromEntries(names.map((name) => [name, many])));
    const text = comparisonMarkdown(compareSets(root, before, after, 'default'));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('… and ');
    expect(text).toContain('29-gates');
  });
});
