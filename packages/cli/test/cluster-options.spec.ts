import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

describe('options of a cluster', () => {
  it.each([
    [['--executor', 'cloud'], 'unknown executor "cloud"; there are: local, slurm'],
    [['--time', '1:00:00'], '--time is for a cluster; add --executor slurm'],
    [['--executor', 'slurm', '--setup', '/none/such'], '--setup /none/such cannot be read'],
    [['--executor', 'slurm', '--cores', 'many'], '--cores: expected a whole number of at least 1, found "many"'],
  ])('%j are refused', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [main, 'run', '01', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
