import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../exit-code.js';
import { findPython, requireJupyterLab } from './python.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas python '));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that behaves as a Python would: prints a line and ends with a code. */
function fake(name: string, print: string, code = 0): string {
  const file = join(folder, name);
  const script = `process.${code === 0 ? 'stdout' : 'stderr'}.write(${JSON.stringify(print)}); process.exitCode = ${code};`;
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' -e '${script}'\n`, { mode: 0o755 });
  return file;
}

test('takes the first Python that is new enough and can make environments', () => {
  const old = fake('old', '3.9.18\n');
  const crippled = fake('crippled', 'ModuleNotFoundError: No module named ensurepip\n', 1);
  const good = fake('good', '3.10.0\n');
  expect(findPython([old, crippled, good, fake('later', '3.13.1\n')])).toBe(good);
});

test('without one it says what each lacks and what to install', () => {
  const old = fake('old', '3.9.18\n');
  const crippled = fake('crippled', 'Traceback\nModuleNotFoundError: No module named ensurepip\n', 1);
  const find = (): string => findPython([join(folder, 'absent'), old, crippled]);
  expect(find).toThrow(UsageError);
  expect(find).toThrow('absent: not found');
  expect(find).toThrow('version 3.9.18 is too old');
  expect(find).toThrow('crippled: ModuleNotFoundError: No module named ensurepip');
  expect(find).toThrow('sudo apt install python3 python3-venv');
});

test('a Python that was named must have JupyterLab', () => {
  expect(requireJupyterLab(fake('with', ''))).toBe(join(folder, 'with'));
  const without = fake('without', 'ModuleNotFoundError: No module named jupyterlab\n', 1);
  expect(() => requireJupyterLab(without)).toThrow(
    'cannot import jupyterlab (ModuleNotFoundError: No module named jupyterlab)',
  );
});
