import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Command, flag } from '../command.js';
import { exitCode } from '../exit-code.js';
import { bytes, table } from '../terminal/table.js';
import { findWorkspace } from '../workspace.js';

function size(path: string): number {
  const status = lstatSync(path);
  if (!status.isDirectory()) return status.size;
  return readdirSync(path).reduce((sum, name) => sum + size(join(path, name)), 0);
}

/** What can be removed without losing anything that cannot be made again. */
function caches(root: string): (readonly [string, string])[] {
  const shared =
    process.env['ATLAS_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'attention-atlas');
  return [
    [shared, 'TensorFlow and downloaded data, shared by all clones'],
    [join(root, '.nx'), 'results of builds, tests and notebook runs that need not be repeated'],
    [join(root, '.atlas'), 'what the set-up remembers'],
    [join(root, 'reports/site'), 'the built report'],
    [join(root, 'reports/notebooks'), 'executed notebooks'],
    [join(root, 'reports/logs'), 'records and logs of runs'],
  ];
}

/** `atlas clean`: caches and their sizes, removed on request. */
export const clean: Command = {
  name: 'clean',
  summary: 'Caches and their sizes; with --yes they are removed. Published results are never touched.',
  positionals: '',
  options: { yes: { type: 'boolean', help: 'remove them' } },
  run: async (invocation) => {
    const found = caches(findWorkspace()).filter(([path]) => existsSync(path));
    process.stdout.write(
      table([['size', 'folder', 'what'], ...found.map(([path, what]) => [bytes(size(path)), path, what])]),
    );
    if (flag(invocation, 'yes')) {
      for (const [path] of found) rmSync(path, { recursive: true, force: true });
      process.stdout.write('removed\n');
    } else if (found.length > 0) {
      process.stdout.write('\nNothing was removed. atlas clean --yes removes all of these.\n');
    }
    return exitCode.done;
  },
};
