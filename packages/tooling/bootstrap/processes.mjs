import { spawn, spawnSync } from 'node:child_process';
import { SetupError } from './say.mjs';

/**
 * Runs a command and hands its output on; throws when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { quiet?: boolean, timeout?: number }} options
 * @returns {Promise<string>} what it printed, when quiet
 */
export function runCommand(command, args, options = {}) {
  const { quiet = false, ...rest } = options;
  return new Promise((resolve, reject) => {
    // Everything goes to stderr: stdout belongs to the command that the person asked for.
    const child = spawn(command, args, { stdio: ['ignore', quiet ? 'pipe' : 2, quiet ? 'pipe' : 2], ...rest });
    let text = '';
    child.stdout?.on('data', (chunk) => (text += chunk));
    child.stderr?.on('data', (chunk) => (text += chunk));
    child.once('error', (error) => reject(new SetupError(`${command} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(text);
      else reject(new SetupError(`${command} ${args[0] ?? ''} failed (${signal ?? `exit code ${code}`}).\n${text}`));
    });
  });
}

/** @param {string[]} names @returns {string | undefined} the first of these commands that answers `--version` */
export function firstWorking(names) {
  return names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}
