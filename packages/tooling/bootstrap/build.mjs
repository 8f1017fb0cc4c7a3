import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { addStates } from './file-states.mjs';
import { stateFolder, workspace } from './folders.mjs';
import { runCommand } from './processes.mjs';
import { step } from './say.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const stampFile = join(stateFolder, 'built');
const packages = join(workspace, 'packages');

/** A look at names, sizes and times only: it decides in milliseconds whether Nx has to be asked at all. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tsconfig.base.json', 'nx.json']) {
    hash.update(`${file}\0${statSync(join(workspace, file)).mtimeMs}\n`);
  }
  addStates(packages, hash);
  for (const name of readdirSync(packages)) {
    if (existsSync(join(packages, name, 'tsconfig.build.json')))
      hash.update(`${existsSync(join(packages, name, 'dist'))}`);
  }
  return hash.digest('hex');
}

/** Builds what has changed; Nx knows what that is. */
export async function buildPackages() {
  if (readStamp(stampFile) === fingerprint()) return;
  await step('building the packages (up to a minute the first time)', () =>
    runCommand(
      process.execPath,
      [
        join(workspace, 'node_modules/nx/dist/bin/nx.js'),
        'run-many',
        '-t',
        'build',
        'api',
        'prepare-site',
        '--outputStyle=static',
      ],
      {
        cwd: workspace,
        env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
        quiet: true,
      },
    ),
  );
  writeStamp(stampFile, fingerprint());
}
