import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const requirements = fileURLToPath(new URL('../../peers/requirements.txt', import.meta.url));

/**
 * A Python with the peers at their pinned versions, made where it is missing or outdated: some gigabytes and minutes.
 * @param folder where the environment lives, such as `.atlas/peers`
 * @returns the path of its Python
 * @throws Error when there is no Python 3 or the packages cannot be installed
 */
export async function peerEnvironment(folder: string, say: (line: string) => void): Promise<string> {
  const python = join(folder, 'bin', 'python');
  const stamp = join(folder, 'requirements.sha256');
  const digest = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return python;
  say(`installing PyTorch and JAX into ${folder} (some gigabytes, once)`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  writeFileSync(stamp, digest);
  return python;
}

/** Runs a program; what it complains about becomes part of the error. */
async function run(command: string, args: readonly string[]): Promise<void> {
  const complaints: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString('utf8')));
    child.on('error', (error) => reject(new Error(`${command}: ${error.message}`, { cause: error })));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${complaints.join('').slice(-2000)}`));
    });
  });
}
