import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { provenanceOf } from './provenance.js';

const kernel = {
  implementation: 'example',
  implementationVersion: '1',
  language: 'typescript',
  languageInfo: {},
} as never;
const gitOf = (folder: string) =>
  provenanceOf({ kernel, kernelName: 'example', folder, measurements: {}, seeds: [], versions: {} }).git;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atlas git '));
  for (const name of ['notebooks', 'reports']) mkdirSync(join(root, name));
  for (const path of ['notebooks/a.ipynb', 'reports/a.json']) writeFileSync(join(root, path), 'first');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the state of the repository', () => {
  it('counts as modified where a source differs from the commit, not where a result does', () => {
    const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { stdio: 'ignore' });
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=Reader', '-c', 'user.email=reader@example.org', 'commit', '-q', '-m', 'first');
    writeFileSync(join(root, 'reports/a.json'), 'measured again');
    expect(gitOf(join(root, 'notebooks'))).toEqual({
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      modified: false,
    });
    writeFileSync(join(root, 'notebooks/a.ipynb'), 'changed');
    expect(gitOf(join(root, 'notebooks'))).toMatchObject({ modified: true });
  });

  it('is not known outside of a repository', () => {
    expect(gitOf(root)).toBeNull();
  });
});
