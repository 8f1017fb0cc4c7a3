import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython } from './python.js';

/** What goes into the environment, with versions and hashes. */
const pinned = fileURLToPath(new URL('../../lab/requirements.txt', import.meta.url));

/** Runs a program to its end; what it prints goes to stderr. An abort ends it. */
function run(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 2, 2], signal });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(
            `${program} ${args.slice(0, 3).join(' ')} … ended with exit code ${code}; what it said is above. ` +
              'Without a network, name a Python that has JupyterLab: atlas lab --python FILE',
          ),
        );
    });
  });
}

/** Where a virtual environment keeps its Python. */
function pythonOf(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

export type EnvironmentOptions = {
  /** Where the environment lives, such as `.atlas/jupyter/python`; nothing outside of it is written. */
  readonly folder: string;
  /** A requirements file with hashes; JupyterLab's if left out. */
  readonly requirements?: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
};

/**
 * A Python with JupyterLab at its pinned version, made where it is missing, half-made or outdated.
 * @returns the path of its Python
 * @throws UsageError when there is no Python 3; Error when the packages cannot be installed
 */
export async function labEnvironment({
  folder,
  requirements = pinned,
  signal,
  say,
}: EnvironmentOptions): Promise<string> {
  const python = pythonOf(folder);
  const stamp = join(folder, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  // A Python that an update of the system has taken away leaves a dead link: existsSync follows it.
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return python;
  const base = findPython();
  say(`installing JupyterLab into ${folder} (about a minute, once)`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run(base, ['-m', 'venv', folder], signal);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes'];
  await run(python, [...install, '-r', requirements], signal);
  writeFileSync(stamp, digest);
  return python;
}
