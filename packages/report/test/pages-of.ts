import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The pages of a site, as paths from its folder. */
export async function pagesOf(out: string): Promise<string[]> {
  const files = await readdir(out, { recursive: true, withFileTypes: true });
  return files
    .filter(({ name }) => name.endsWith('.html'))
    .map(({ parentPath, name }) => relative(out, join(parentPath, name)));
}
