import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { shareLocks } from './lock.mjs';
import { SetupError } from './say.mjs';

/** A command failed; `output` is what it printed, where that was not shown already. */
export class CommandError extends SetupError {
  /** @param {string} command @param {string} ending @param {string} output */
  constructor(command, ending, output) {
    super(`${command} failed (${ending}).\n${output}`);
    this.output = output;
  }
}

/** Somebody stopped the set-up; what was half-done is cleared away on the way out. */
export class Interrupted extends SetupError {
  /** @param {'SIGINT' | 'SIGTERM' | 'SIGHUP'} signal */
  constructor(signal) {
    super('setup: stopped; the same command goes on from here', 128 + constants.signals[signal]);
  }
}

const endings = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a command and hands its output on; throws when it fails. A signal that would end this process goes to the
 * command, and is obeyed when the command has ended: nothing goes on working in the background.
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
    const release = child.pid === undefined ? () => undefined : shareLocks(child.pid);
    /** @type {Interrupted | undefined} */
    let interrupted;
    const stop = (/** @type {'SIGINT' | 'SIGTERM' | 'SIGHUP'} */ signal) => {
      interrupted = new Interrupted(signal);
      // The terminal sends Ctrl-C to the child as well, and npm gives up at the second.
      child.kill('SIGTERM');
    };
    for (const signal of endings) process.on(signal, stop);
    let text = '';
    child.stdout?.on('data', (chunk) => (text += chunk));
    child.stderr?.on('data', (chunk) => (text += chunk));
    child.once('error', (error) => reject(new SetupError(`${command} could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      release();
      for (const ending of endings) process.off(ending, stop);
      if (interrupted) reject(interrupted);
      else if (code === 0) resolve(text);
      else reject(new CommandError(`${command} ${args[0] ?? ''}`, signal ?? `exit code ${code}`, text));
    });
  });
}

/** @param {string[]} names @returns {string | undefined} the first of these commands that answers `--version` */
export function firstWorking(names) {
  return names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}
