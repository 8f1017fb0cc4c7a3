import type { NotebookContract } from '@atlas/schemas';
import { describe, expect, it } from 'vitest';
import { notebookOf } from '../../test/support.js';
import { parameterLanguage } from './language.js';
import { declaredParameters, injectParameters, parseParameter, resolveParameters } from './parameters.js';

const contract: NotebookContract = {
  title: 'T',
  type: 'object',
  properties: {},
  atlas: {
    question: 'Q?',
    statements: [],
    parameters: {
      type: 'object',
      properties: { seeds: { type: 'integer', minimum: 1 }, size: { type: 'string' } },
    },
    profiles: { smoke: { seeds: 1, size: 's' }, default: { seeds: 3, size: 'm' }, full: { seeds: 9, size: 'l' } },
    claims: {},
    checks: {},
  },
};
const cells = [
  { source: '# Title', markdown: true },
  { source: "const seeds = 2;\nconst size: string = 's'; let x = 1", tags: ['parameters'] },
  'use(seeds)',
];

describe('resolveParameters', () => {
  it('takes the values of the profile and lets given ones win', () => {
    expect(resolveParameters({ contract, profile: 'smoke', given: { seeds: 5 }, declared: [] })).toEqual({
      seeds: 5,
      size: 's',
    });
  });

  it('refuses an unknown parameter and lists the known ones', () => {
    const unknown = () => resolveParameters({ contract, profile: 'smoke', given: { seed: 5 }, declared: [] });
    expect(unknown).toThrow('no parameter "seed"; it has: seeds, size');
    const declared = declaredParameters(notebookOf(cells), 'typescript');
    expect(declared).toEqual(['seeds', 'size']);
    const other = () => resolveParameters({ contract: undefined, profile: 'smoke', given: { seed: 5 }, declared });
    expect(other).toThrow('it has: seeds, size');
  });

  it('refuses a value that does not match its schema', () => {
    const wrong = () => resolveParameters({ contract, profile: 'full', given: { seeds: 0 }, declared: [] });
    expect(wrong).toThrow('/parameters/seeds: must be >= 1, found 0');
  });
});

describe('parseParameter', () => {
  it('reads a value as its schema says', () => {
    expect(parseParameter('seeds=4', contract)).toEqual(['seeds', 4]);
    expect(parseParameter('size=4', contract)).toEqual(['size', '4']);
    expect(parseParameter('a=b=c', undefined)).toEqual(['a', 'b=c']);
    expect(parseParameter('a=[1,2]', undefined)).toEqual(['a', [1, 2]]);
  });

  it('refuses what is no name=value or does not have the type', () => {
    expect(() => parseParameter('seeds', contract)).toThrow('name=value');
    expect(() => parseParameter('seeds=many', contract)).toThrow('"seeds": expected "integer" as JSON, found many');
  });
});

describe('injectParameters', () => {
  it('puts the values after the parameters cell', () => {
    const { notebook, atTop } = injectParameters(notebookOf(cells), 'typescript', { seeds: 5, size: 'a"b' });
    expect(notebook.cells[2]).toMatchObject({
      id: 'injected-parameters',
      metadata: { tags: ['injected-parameters'] },
      source: '// Parameters\nlet seeds = 5;\nlet size = "a\\"b";',
    });
    expect(atTop).toBe(false);
  });

  it('replaces a cell that was injected earlier, in its place, and removes it when there are no values', () => {
    const old = notebookOf([...cells, { source: 'const seeds = 1;', tags: ['injected-parameters'] }, 'more()']);
    const replaced = injectParameters(old, 'typescript', { seeds: 5 }).notebook.cells;
    expect(replaced.map(({ source }) => source)[3]).toBe('// Parameters\nlet seeds = 5;');
    expect(replaced).toHaveLength(5);
    expect(injectParameters(old, 'typescript', {}).notebook.cells).toHaveLength(4);
  });

  it('goes to the top, and says so, where no cell is tagged', () => {
    const { notebook, atTop } = injectParameters(notebookOf(['use(a)']), 'python', {
      a: true,
      b: null,
      c: [1.5, { d: 'é' }],
    });
    expect(notebook.cells[0]?.source).toBe('# Parameters\na = True\nb = None\nc = [1.5, {"d": "é"}]');
    expect(atTop).toBe(true);
  });

  it('refuses a language in which it cannot write', () => {
    expect(() => injectParameters(notebookOf(cells), 'cobol', { a: 1 })).toThrow('cobol');
  });
});

describe('parameterLanguage', () => {
  it('finds the names that a cell of literals sets', () => {
    expect(parameterLanguage('python')?.names('a = 1\nb: int = 2\nif a == 1:\n  pass\nc=3')).toEqual(['a', 'b', 'c']);
    expect(parameterLanguage('TypeScript')?.names('const a = 1;\nlet b: number = 2;\n// const c = 3')).toEqual([
      'a',
      'b',
    ]);
  });
});
