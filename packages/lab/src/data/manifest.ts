import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DatasetManifest, parseDatasetManifest } from '@atlas/schemas';
import { message } from './content.js';
import { DatasetError } from './dataset-error.js';
import { workspaceWith } from './folders.js';

/**
 * Reads and validates `datasets/<name>/dataset.json`, looked for from `from` upwards.
 * @throws DatasetError `missing` if there is no such file or it is no JSON; DocumentError if it breaks its schema
 */
export function readManifest(
  name: string,
  from = process.cwd(),
): { readonly manifest: DatasetManifest; readonly workspace: string } {
  const workspace = workspaceWith(name, from);
  if (workspace === undefined) {
    throw new DatasetError(
      'missing',
      `data set ${name}: expected datasets/${name}/dataset.json in ${from} or a folder above it, found none. ` +
        `Start inside the workspace, or pass its folder as 'from'.`,
    );
  }
  const path = join(workspace, 'datasets', name, 'dataset.json');
  return { manifest: parseDatasetManifest(parseJson(path), path), workspace };
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new DatasetError('missing', `${path}: expected a readable JSON file, found none (${message(error)}).`, {
      cause: error,
    });
  }
}
