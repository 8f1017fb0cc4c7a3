import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Circumstances that must not change a result. */
export type Surrounding = {
  readonly name: string;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the command is started; undefined is the workspace itself. */
  readonly workingDirectory?: string;
};

/** Two surroundings that differ in whatever a program may wrongly depend on. */
export const surroundings: readonly Surrounding[] = [
  { name: 'first', description: 'in UTC and the C locale', environment: { TZ: 'UTC', LC_ALL: 'C', LANG: 'C' } },
  {
    name: 'second',
    description: 'in another directory, time zone and locale',
    environment: { TZ: 'Pacific/Chatham', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
    workingDirectory: tmpdir(),
  },
];

/** Runs one notebook there; the results go to `out`. @returns the exit code */
export function runIn(
  surrounding: Surrounding,
  root: string,
  name: string,
  profile: string,
  out: string,
): Promise<number> {
  const main = join(root, 'packages/cli/dist/main.js');
  const notebook = join(root, 'notebooks', `${name}.ipynb`);
  const args = [main, 'run', notebook, '--profile', profile, '--out', out];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: surrounding.workingDirectory ?? root,
      env: { ...process.env, ...surrounding.environment },
      stdio: ['ignore', 2, 2],
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
