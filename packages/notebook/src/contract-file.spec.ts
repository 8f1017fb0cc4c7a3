import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contracts } from './contract-file.js';

const notebooks = new URL('../../../notebooks', import.meta.url).pathname;

it('reads the contracts of a folder, or of the folder notebooks below it, by name', () => {
  const above = join(notebooks, '..');
  const found = contracts(notebooks);
  expect(found.map(({ name }) => name)).toContain('01-unified-form');
  expect(found.map(({ name }) => name)).toEqual(found.map(({ name }) => name).sort());
  expect(found.find(({ name }) => name === '01-unified-form')?.contract.atlas.statements).toContain('S21');
  expect(contracts(above).map(({ name }) => name)).toEqual(found.map(({ name }) => name));
});

it('says where it looked, and which contract is broken', () => {
  const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  expect(() => contracts(folder)).toThrow(/looked for \*.schema.json in .*notebooks/);
  cpSync(join(notebooks, '01-unified-form.schema.json'), join(folder, '01-unified-form.schema.json'));
  writeFileSync(join(folder, '02-broken.schema.json'), '{');
  expect(() => contracts(folder)).toThrow(/02-broken.schema.json is no valid JSON/);
});
