import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { contracts } from './contract-file.js';

const known = fileURLToPath(new URL('../../../notebooks/01-unified-form.schema.json', import.meta.url));
const folder = (): string => mkdtempSync(join(tmpdir(), 'contracts-'));

it('reads the contracts of a folder, or of the folder notebooks below it, by name', () => {
  const above = folder();
  const notebooks = join(above, 'notebooks');
  mkdirSync(notebooks);
  for (const name of ['02-second', '01-first']) cpSync(known, join(notebooks, `${name}.schema.json`));
  writeFileSync(join(notebooks, '01-first.ipynb'), '{}');
  expect(contracts(notebooks).map(({ name }) => name)).toEqual(['01-first', '02-second']);
  expect(contracts(notebooks)[0]?.contract.atlas.statements).toContain('S21');
  expect(contracts(above)).toEqual(contracts(notebooks));
});

it('says where it looked, and which contract is broken', () => {
  const place = folder();
  expect(() => contracts(place)).toThrow(/looked for \*.schema.json in .*notebooks/);
  cpSync(known, join(place, '01-unified-form.schema.json'));
  writeFileSync(join(place, '02-broken.schema.json'), '{');
  expect(() => contracts(place)).toThrow(/02-broken.schema.json is no valid JSON/);
});
