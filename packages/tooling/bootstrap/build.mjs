import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder, workspace } from './folders.mjs';
import { runCommand } from './processes.mjs';
import { step } from './say.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const stampFile = join(stateFolder, 'built');
const packages = join(workspace, 'packages');

/** @param {string} folder @param {import('node:crypto').Hash} hash */
function addFolder(folder, hash) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(path, hash);
    else {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path}\0${size}\0${mtimeMs}\n`);
    }
  }
}

/** A look at names, sizes and times only: it decides in milliseconds whether Nx has to be asked at all. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'tsconfig.base.json', 'nx.json']) {
    hash.update(`${file}\0${statSync(join(workspace, file)).mtimeMs}\n`);
  }
  addFolder(packages, hash);
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
      [join(workspace, 'node_modules/nx/dist/bin/nx.js'), 'run-many', '-t', 'build', '--outputStyle=static'],
      {
        cwd: workspace,
        env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' },
        quiet: true,
      },
    ),
  );
  writeStamp(stampFile, fingerprint());
}
