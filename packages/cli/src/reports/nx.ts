import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runsAtOnce } from '../run/needs.js';

/**
 * Lets Nx run the notebooks: it decides what has to run, in which order, and what is taken from its cache. Each computes
 * with one thread inside an operation, so that its results are those of any machine; the other cores run other notebooks.
 * @returns Nx's exit code
 */
export function runWithNx(root: string, notebooks: readonly string[], profile: string): Promise<number> {
  const targets = notebooks.map((name) => `run-${name}-${profile}`);
  const args = [
    'run-many',
    '-t',
    ...targets,
    '-p',
    'notebooks',
    `--parallel=${runsAtOnce()}`,
    '--outputStyle=stream',
    '--nxBail=false',
  ];
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
  return new Promise((resolve, reject) => {
    const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
    const child = spawn(process.execPath, [nx, ...args], { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    // The terminal sends Ctrl-C to Nx and the notebooks too; waiting lets them keep what they have.
    const wait = (): void => undefined;
    process.on('SIGINT', wait);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('SIGINT', wait);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}
