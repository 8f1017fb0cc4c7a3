import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addStates } from '../bootstrap/file-states.mjs';
import { readStamp, writeStamp } from '../bootstrap/stamp.mjs';

/** Changes whenever a source file or a cell does: a look at names, sizes and times. @param {string} root @param {string[]} cells */
function stateOf(root, cells) {
  const hash = createHash('sha256').update(JSON.stringify(cells));
  const sources = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/src`);
  for (const folder of [...sources.sort(), 'packages/tooling/nx'])
    if (existsSync(join(root, folder))) addStates(join(root, folder), hash);
  return hash.digest('hex');
}

/**
 * The source files that the cells use, as `find` says, which bundles them: nearly a second for each notebook. Their names
 * are kept until a source file or a cell changes; their contents are always read anew.
 * @param {string} root
 * @param {string} name the notebook's
 * @param {string[]} cells
 * @param {() => Promise<string[]>} find
 * @returns {Promise<[string, Buffer][]>} path inside the workspace and content
 */
export async function rememberedSources(root, name, cells, find) {
  const file = join(root, '.atlas/used-sources', name);
  const state = stateOf(root, cells);
  const [known, ...paths] = readStamp(file)?.split('\n') ?? [];
  const used = known === state ? paths : await find();
  if (known !== state) {
    try {
      writeStamp(file, [state, ...used].join('\n'));
    } catch {
      // Where the workspace cannot be written, the names are found again every time.
    }
  }
  return used.map((path) => [path, readFileSync(join(root, path))]);
}
