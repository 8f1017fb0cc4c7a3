import { spawn } from 'node:child_process';
import { workspace } from '../bootstrap/folders.mjs';
import { seconds } from '../bootstrap/say.mjs';

/**
 * Runs one check in the workspace with its output passed on.
 * @param {string} name
 * @param {string[]} command
 * @returns {Promise<boolean>} whether it passed
 */
export function run(name, [program, ...args]) {
  const started = Date.now();
  process.stdout.write(`\n── ${name}\n`);
  return new Promise((resolve) => {
    const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
    const child = spawn(program, args, { cwd: workspace, stdio: ['ignore', 'inherit', 'inherit'], env });
    child.once('close', (code) => {
      process.stdout.write(`── ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds(Date.now() - started)}\n`);
      resolve(code === 0);
    });
  });
}
