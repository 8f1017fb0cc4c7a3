import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { say } from './say.mjs';

/** The top of the workspace, wherever the command was started. */
export const workspace = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** What the set-up remembers about this workspace; not in git. */
export const stateFolder = join(workspace, '.atlas');

/** @param {string} folder */
function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Large downloads are shared by all clones of one user. Where that place cannot be written, the workspace keeps its own.
 * @param {NodeJS.ProcessEnv} environment
 */
export function cacheFolder(environment = process.env) {
  const shared =
    environment.ATLAS_CACHE ?? join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'attention-atlas');
  if (isWritable(shared)) return shared;
  const own = join(stateFolder, 'cache');
  say(`setup: the cache folder ${shared} cannot be written; using ${own} instead`);
  mkdirSync(own, { recursive: true });
  return own;
}
