import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { workspace } from '../bootstrap/folders.mjs';
import { command } from './command.mjs';
import { stripNotebook } from './strip.mjs';

const ran = {
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: { papermill: {} }, source: '# T' },
    {
      cell_type: 'code',
      id: 'b',
      metadata: { tags: ['parameters'], execution: {} },
      source: 'const a = 1',
      outputs: [{ output_type: 'stream', name: 'stdout', text: 'x' }],
      execution_count: 3,
    },
    {
      cell_type: 'code',
      id: 'c',
      metadata: { tags: ['injected-parameters'] },
      source: 'const a = 2',
      outputs: [],
      execution_count: null,
    },
  ],
  metadata: { kernelspec: { name: 'tslab' }, language_info: { name: 'typescript', version: '3.7.2' }, papermill: {} },
  nbformat: 4,
  nbformat_minor: 5,
};
const clean = {
  cells: [
    { cell_type: 'markdown', id: 'a', metadata: {}, source: '# T' },
    {
      cell_type: 'code',
      id: 'b',
      metadata: { tags: ['parameters'] },
      source: 'const a = 1',
      outputs: [],
      execution_count: null,
    },
  ],
  metadata: { kernelspec: { name: 'tslab' }, language_info: { name: 'typescript' } },
  nbformat: 4,
  nbformat_minor: 5,
};
const cleanText = `${JSON.stringify(clean, null, 1)}\n`;

describe('stripNotebook', () => {
  it('removes what a run leaves behind, and nothing else', () => {
    expect(stripNotebook(JSON.stringify(ran))).toBe(cleanText);
    expect(stripNotebook(cleanText)).toBe(cleanText);
  });

  it('refuses what is no notebook', () => {
    expect(() => stripNotebook('{')).toThrow(SyntaxError);
    expect(() => stripNotebook('{"worksheets": []}')).toThrow('expected a notebook with "cells"');
  });
});

describe('strip', () => {
  /** @type {string} */ let root;
  const git = (/** @type {string[]} */ ...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' });
  const path = () => join(root, 'notebooks/01-a.ipynb');
  /** @param {...string} words */
  const run = (...words) => {
    let out = '';
    const streams = { out: (/** @type {string} */ text) => (out += text), err: () => undefined };
    return [command(root, ['strip', ...words], streams), out];
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'strip-'));
    mkdirSync(join(root, 'notebooks'));
    writeFileSync(path(), JSON.stringify(ran));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('clears files in place', () => {
    expect(run()).toEqual([0, 'stripped notebooks/01-a.ipynb\n']);
    expect(readFileSync(path(), 'utf8')).toBe(cleanText);
    expect(run()).toEqual([0, '']);
  });

  it('makes git add strip notebooks, where a person asks for it', () => {
    git('init', '-q');
    // Git starts the filter in the clone, so the clone has the code.
    const folder = 'packages/tooling/notebooks';
    cpSync(join(workspace, folder), join(root, folder), { recursive: true });
    const committed = () => {
      git('add', '--renormalize', 'notebooks');
      git('add', 'notebooks');
      return git('show', ':notebooks/01-a.ipynb');
    };
    run('--install-filter');
    run('--install-filter');
    expect(readFileSync(join(root, '.git/info/attributes'), 'utf8').match(/01|filter=/g)).toEqual(['filter=']);
    expect(committed()).toBe(cleanText);
    expect(readFileSync(path(), 'utf8')).toBe(JSON.stringify(ran));
    run('--remove-filter');
    run('--remove-filter');
    expect(committed()).toBe(JSON.stringify(ran));
  });
});
