import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ApiPackage } from '../model/api.js';

/** The packages that the build has described, by name; none in a folder that was never built. */
export async function readApi(root: string): Promise<ApiPackage[]> {
  const folder = join(root, '.atlas/api');
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
  const texts = await Promise.all(names.sort().map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as ApiPackage);
}
