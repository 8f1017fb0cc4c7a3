import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What tells a folder of ours from one that someone else filled. */
const marker = 'assets/site.css';

/**
 * Writes all files beside the old site and then swaps the folders.
 *
 * @throws Error if `out` is a folder with files that are no site.
 */
export async function writeSite(out: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  await requireReplaceable(out);
  const fresh = `${out}.${process.pid}.new`;
  const old = `${out}.${process.pid}.old`;
  await rm(fresh, { recursive: true, force: true });
  const folders = new Set([...files.keys()].map((path) => dirname(join(fresh, path))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  await Promise.all([...files].map(([path, content]) => writeFile(join(fresh, path), content)));
  await rename(out, old).catch(() => undefined);
  await rename(fresh, out);
  await rm(old, { recursive: true, force: true });
}

async function requireReplaceable(out: string): Promise<void> {
  const entries = await readdir(out).catch((): string[] => []);
  if (entries.length === 0) return;
  const assets = await readdir(join(out, dirname(marker))).catch((): string[] => []);
  if (assets.includes(basename(marker))) return;
  throw new Error(`${out} holds files that are no site: give an empty folder, or one that an earlier build made`);
}
