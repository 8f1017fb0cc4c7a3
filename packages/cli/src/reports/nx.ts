import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Profile } from '@atlas/schemas';
import { needOf, runsAtOnce } from '../run/needs.js';

/**
 * Lets Nx run the notebooks: it decides what has to run, in which order, and what is taken from its cache. Each computes
 * with one thread inside an operation, so that its results are those of any machine; the other cores run other notebooks.
 * Those that must run alone come last, by themselves: while one of them waits for its turn, Nx would begin no other.
 * @returns Nx's exit code
 */
export async function runWithNx(root: string, notebooks: readonly string[], profile: Profile): Promise<number> {
  const isAlone = (name: string): boolean => needOf(join(root, 'notebooks', `${name}.ipynb`), [], profile).alone;
  const together = await runMany(root, notebooks.filter((name) => !isAlone(name)), profile);
  if (together >= interrupted) return together;
  const alone = await runMany(root, notebooks.filter(isAlone), profile);
  return together === 0 ? alone : together;
}

/** Exit codes from here on stand for signals. */
const interrupted = 128;

function runMany(root: string, notebooks: readonly string[], profile: Profile): Promise<number> {
  if (notebooks.length === 0) return Promise.resolve(0);
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
