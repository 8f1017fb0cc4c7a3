import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** What a run has left at the top of the workspace, and what belongs to the machine. */
const leftAtTheTop = new Set(['.git', '.nx', '.atlas', 'reports']);

/** Links every installed package of a folder but those of this workspace. */
function linkInstalled(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of existsSync(from) ? readdirSync(from) : []) {
    if (name !== '@atlas' && !name.startsWith('.')) symlinkSync(join(from, name), join(to, name));
  }
}

/**
 * A copy of the workspace as after `npm test`: sources and builds are copied, installed packages are linked, and the
 * packages of the workspace are those of the copy.
 * @returns its folder
 */
export function cleanCopy(workspace: string): string {
  const root = mkdtempSync(join(tmpdir(), 'atlas-copy-'));
  for (const name of readdirSync(workspace)) {
    if (name === 'node_modules' || leftAtTheTop.has(name)) continue;
    cpSync(join(workspace, name), join(root, name), {
      recursive: true,
      filter: (path) => basename(path) !== 'node_modules',
    });
  }
  const installed = join(root, 'node_modules');
  linkInstalled(join(workspace, 'node_modules'), installed);
  mkdirSync(join(installed, '@atlas'));
  for (const name of readdirSync(join(root, 'packages'))) {
    symlinkSync(join(root, 'packages', name), join(installed, '@atlas', name));
    // Packages that npm could not hoist are installed inside the package.
    linkInstalled(join(workspace, 'packages', name, 'node_modules'), join(root, 'packages', name, 'node_modules'));
  }
  mkdirSync(join(installed, '.bin'));
  symlinkSync(join(root, 'packages/cli/bin/atlas.js'), join(installed, '.bin/atlas'));
  symlinkSync(realpathSync(join(workspace, 'node_modules/.bin/vitest')), join(installed, '.bin/vitest'));
  return root;
}
