import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The environment variables that the loaders read. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The nearest folder at or above `start` that holds `datasets/<name>/dataset.json`; undefined if there is none. */
export function workspaceWith(name: string, start = process.cwd()): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'datasets', name, 'dataset.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Where downloads are kept: ATLAS_CACHE, else `attention-atlas` in the user's cache folder (XDG_CACHE_HOME, else
 * `~/.cache`), else, where that cannot be written, `.atlas/cache` of the workspace.
 */
export function cacheFolder(workspace: string, environment: Environment = process.env): string {
  const shared =
    environment['ATLAS_CACHE'] ?? join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'attention-atlas');
  return isWritable(shared) ? shared : join(workspace, '.atlas', 'cache');
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
