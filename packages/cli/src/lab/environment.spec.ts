import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { labEnvironment } from './environment.js';

const available = spawnSync('python3', ['-c', 'import ensurepip, venv']).status === 0;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas environment '));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.skipIf(!available)(`an environment${available ? '' : ' (skipped: python3 with venv not found)'}`, () => {
  const said: string[] = [];
  const make = (text: string, signal = new AbortController().signal): Promise<string> => {
    const requirements = join(folder, 'requirements.txt');
    writeFileSync(requirements, text);
    said.length = 0;
    return labEnvironment({ folder: join(folder, 'python'), requirements, signal, say: (line) => said.push(line) });
  };

  test('is made once, and anew when the requirements change', async () => {
    const stamp = join(folder, 'python', 'requirements.sha256');
    const python = await make('# nothing\n');
    expect(spawnSync(python, ['-m', 'pip', '--version']).status).toBe(0);
    expect(said).toHaveLength(1);

    const leftover = join(folder, 'python', 'leftover');
    writeFileSync(leftover, '');
    expect(await make('# nothing\n')).toBe(python);
    expect(said).toEqual([]);
    expect(existsSync(leftover)).toBe(true);

    // Where its packages cannot be installed it is not taken for finished.
    await expect(make('./no-such-package\n')).rejects.toThrow('exit code 1');
    expect(existsSync(leftover)).toBe(false);
    expect(existsSync(stamp)).toBe(false);
  });

  test('is not finished when its making was stopped', async () => {
    await expect(make('# nothing\n', AbortSignal.abort())).rejects.toThrow('aborted');
    expect(existsSync(join(folder, 'python', 'requirements.sha256'))).toBe(false);
  });
});

test('every package of the pinned JupyterLab has a version and hashes', () => {
  const text = readFileSync(new URL('../../lab/requirements.txt', import.meta.url), 'utf8');
  const entries = text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(entries.length).toBeGreaterThan(50);
  for (const entry of entries) expect(entry).toMatch(/^[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}/);
});
