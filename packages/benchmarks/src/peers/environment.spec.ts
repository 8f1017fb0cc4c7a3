import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { peerEnvironment } from './environment.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peers-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('peerEnvironment', () => {
  it('takes one that was made from the same requirements', async () => {
    const requirements = readFileSync(new URL('../../peers/requirements.txt', import.meta.url));
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'python'), '');
    writeFileSync(join(folder, 'requirements.sha256'), createHash('sha256').update(requirements).digest('hex'));
    const said: string[] = [];
    expect(await peerEnvironment(folder, (line) => said.push(line))).toBe(join(folder, 'bin', 'python'));
    expect(said).toEqual([]);
  });

  it('makes an outdated one anew, and says what is missing', async () => {
    writeFileSync(join(folder, 'requirements.sha256'), 'of older requirements');
    vi.stubEnv('PATH', folder);
    const said: string[] = [];
    await expect(peerEnvironment(folder, (line) => said.push(line))).rejects.toThrow('python3: spawn python3 ENOENT');
    expect(said).toEqual([`installing PyTorch and JAX into ${folder} (some gigabytes, once)`]);
  });
});
