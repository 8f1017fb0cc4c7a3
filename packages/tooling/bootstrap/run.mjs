import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buildPackages } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { stateFolder, workspace } from './folders.mjs';
import { withLock } from './lock.mjs';
import { provisionNativeBackend } from './native-backend.mjs';
import { SetupError, say } from './say.mjs';

const atlas = join(workspace, 'packages/cli/dist/main.js');
const tests = join(workspace, 'packages/tooling/test/main.mjs');

/** @type {Record<string, (args: string[]) => string[]>} */
const commands = {
  reports: (args) => [atlas, 'reports', ...args],
  test: (args) => [tests, ...args],
  atlas: (args) => [atlas, ...args],
  setup: () => [],
};

/** Hands over to the command itself and passes its fate on. @param {string[]} args @returns {Promise<number>} */
function handOver(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    // The terminal sends Ctrl-C to the child too; waiting for it lets it stop cleanly and keeps its exit code.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
    child.once('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 1)));
  });
}

/** @param {string[]} argv @returns {Promise<number>} the exit code */
export async function run([name = '', ...args]) {
  const command = commands[name];
  if (!command) {
    say(`Unknown command "${name}". Known: ${Object.keys(commands).join(', ')}.`);
    return 2;
  }
  try {
    await withLock(join(stateFolder, 'setup.lock'), async () => {
      await installDependencies();
      await provisionNativeBackend();
      await buildPackages();
    });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    return error.exitCode;
  }
  const next = command(args);
  return next.length === 0 ? 0 : handOver(next);
}
