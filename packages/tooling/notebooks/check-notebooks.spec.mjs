import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRoot, writeNotebook } from './fixture.mjs';
import { checkNotebooks, formatProblem, UnknownNotebook } from './index.mjs';

describe('checkNotebooks', () => {
  /** @type {string} */ let root;
  beforeAll(() => {
    root = makeRoot();
    writeNotebook(root, '01-a', ['const a: string = 1;'], null);
    writeNotebook(root, '02-b', ['const a: string = 1;'], null);
    writeFileSync(join(root, 'notebooks/03-c.ipynb'), '{"cells": [');
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  it('does both checks, in the order of notebooks, and names cell, id and line', () => {
    expect(checkNotebooks(root).map(formatProblem)).toEqual([
      'notebooks/01-a.ipynb: has no contract: write notebooks/01-a.schema.json with its question, results and claims [contract]',
      "notebooks/01-a.ipynb, cell 1 (c1), line 1:7: Type 'number' is not assignable to type 'string'. [TS2322]",
      'notebooks/02-b.ipynb: has no contract: write notebooks/02-b.schema.json with its question, results and claims [contract]',
      "notebooks/02-b.ipynb, cell 1 (c1), line 1:7: Type 'number' is not assignable to type 'string'. [TS2322]",
      expect.stringContaining('notebooks/03-c.ipynb: is no valid JSON: '),
    ]);
  });

  it('looks only at the notebooks named, by name or path', () => {
    const problems = checkNotebooks(root, { checks: ['typecheck'], notebooks: ['02-b', 'notebooks/01-a.ipynb'] });
    expect(problems.map(({ notebook }) => notebook)).toEqual(['notebooks/01-a.ipynb', 'notebooks/02-b.ipynb']);
    expect(() => checkNotebooks(root, { notebooks: ['09-x'] })).toThrow(UnknownNotebook);
  });
});
