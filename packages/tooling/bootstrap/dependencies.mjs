import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder, workspace } from './folders.mjs';
import { Interrupted, runCommand } from './processes.mjs';
import { SetupError, step } from './say.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

// Inside node_modules on purpose: `npm ci` removes that folder first, so an interrupted installation has no stamp.
const stampFile = join(workspace, 'node_modules', '.atlas-installed');

function wanted() {
  const lockfile = readFileSync(join(workspace, 'package-lock.json'));
  return `${createHash('sha256').update(lockfile).digest('hex')} ${process.platform}-${process.arch}`;
}

/** npm itself names the script it runs from; calling that one works where `npm` is not on the PATH. */
function npm() {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? { command: process.execPath, first: [script] } : { command: 'npm', first: [] };
}

/** Installs exactly what the lockfile says, without running install scripts; nothing to do when that is there already. */
export async function installDependencies() {
  if (readStamp(stampFile) === wanted()) return;
  const { command, first } = npm();
  await step('installing packages from the lockfile (about a minute)', async () => {
    try {
      await runCommand(command, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: workspace });
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      throw new SetupError(
        `${error.message}\nThe packages could not be installed. Check the connection to the npm registry (npm ping) and the ` +
          `free disk space, then run the command again. ${stateFolder} and your files are untouched.`,
      );
    }
  });
  writeStamp(stampFile, wanted());
}
