import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findWorkspace, notebookNames, parseProfile, resolveNotebook } from './workspace.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'atlas workspace '));
  mkdirSync(join(root, 'notebooks'));
  mkdirSync(join(root, 'packages/deep'), { recursive: true });
  writeFileSync(join(root, 'nx.json'), '{}');
  for (const name of ['05-channel', '01-unified-form', '05b-other'])
    writeFileSync(join(root, `notebooks/${name}.ipynb`), '{}');
});
afterEach(() => rmSync(root, { recursive: true }));

test('finds the workspace from any folder inside it', () => {
  expect(findWorkspace(join(root, 'packages/deep'))).toBe(root);
});

test('outside of a workspace it says where to go', () => {
  expect(() => findWorkspace(tmpdir())).toThrow('change to the folder of the clone');
});

test('lists notebooks in order', () => {
  expect(notebookNames(root)).toEqual(['01-unified-form', '05-channel', '05b-other']);
});

test('a notebook may be called by file, name or number', () => {
  const file = join(root, 'notebooks/05-channel.ipynb');
  expect(resolveNotebook(root, file)).toBe(file);
  expect(resolveNotebook(root, '05-channel')).toBe(file);
  expect(resolveNotebook(root, '05')).toBe(file);
});

test('an unknown notebook is answered with the list', () => {
  expect(() => resolveNotebook(root, '77')).toThrow(
    '"77" names no notebook; there are: 01-unified-form, 05-channel, 05b-other',
  );
  expect(() => resolveNotebook(root, 'gone.ipynb')).toThrow('gone.ipynb: no such notebook');
});

test('only the three profiles are accepted', () => {
  expect(parseProfile(undefined)).toBe('default');
  expect(parseProfile('full')).toBe('full');
  expect(() => parseProfile('quick')).toThrow('smoke, default, full');
});
