import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { type DatasetFile, type DatasetManifest } from '@atlas/schemas';
import { message, verifiedContent } from './content.js';
import { DatasetError } from './dataset-error.js';
import { claimPart, download, dropPart } from './download.js';
import { cacheFolder, type Environment } from './folders.js';
import { readManifest } from './manifest.js';

export interface DatasetOptions {
  /** A folder at or below the workspace, from which `datasets/` is looked for upwards. Default: the working folder. */
  readonly from?: string;
  /** A folder with `<data set>/<file>`, packed or plain. Default: ATLAS_DATA_MIRROR. */
  readonly mirror?: string;
  /** Default: ATLAS_CACHE, else the user's cache folder. */
  readonly cache?: string;
  readonly onProgress?: (file: string, received: number, total: number | undefined) => void;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
  readonly environment?: Environment;
}

/** An opened data set: its manifest, and a way to its files. */
export interface Dataset {
  readonly manifest: DatasetManifest;
  /** The verified content of one file. */
  readonly read: (path: string) => Promise<Uint8Array>;
}

/**
 * Opens `datasets/<name>/dataset.json`. A file is taken from the mirror folder, else from the cache, else downloaded;
 * its SHA-256 is verified every time, and before a download gets its final name.
 *
 * @throws DatasetError `missing` if no source has a file, `corrupt` if a content is not the published one
 */
export function openDataset(name: string, options: DatasetOptions = {}): Dataset {
  const { manifest, workspace } = readManifest(name, options.from);
  const environment = options.environment ?? process.env;
  const mirror = options.mirror ?? environment['ATLAS_DATA_MIRROR'];
  const read = async (path: string): Promise<Uint8Array> => {
    const file = manifest.files.find((entry) => entry.path === path);
    if (file === undefined) {
      const known = manifest.files.map((entry) => entry.path).join(', ');
      throw new DatasetError('missing', `data set ${name}: expected one of ${known}; found the name '${path}'.`);
    }
    const fromMirror = mirror === undefined ? undefined : readFromMirror(join(mirror, name), file);
    if (fromMirror !== undefined) return fromMirror;
    const cache = join(options.cache ?? cacheFolder(workspace, environment), 'datasets', name);
    return readFromCache(cache, file) ?? (await fetchIntoCache(cache, name, file, mirror, options));
  };
  return { manifest, read };
}

function readFromMirror(folder: string, file: DatasetFile): Uint8Array | undefined {
  for (const path of [`${file.path}.gz`, file.path]) {
    const stored = readIfThere(inside(folder, path));
    if (stored !== undefined) return verifiedContent({ ...file, compression: 'gzip' }, stored, join(folder, path));
  }
  return undefined;
}

function readFromCache(folder: string, file: DatasetFile): Uint8Array | undefined {
  const path = inside(folder, file.path);
  const stored = readIfThere(path);
  if (stored === undefined) return undefined;
  try {
    return verifiedContent(file, stored, path);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    // A cache only saves time: a damaged copy is fetched again.
    rmSync(path, { force: true });
    return undefined;
  }
}

async function fetchIntoCache(
  folder: string,
  name: string,
  file: DatasetFile,
  mirror: string | undefined,
  options: DatasetOptions,
): Promise<Uint8Array> {
  const path = inside(folder, file.path);
  mkdirSync(dirname(path), { recursive: true });
  const part = claimPart(path);
  const reasons: string[] = [];
  let corrupt: DatasetError | undefined;
  for (const url of file.urls) {
    try {
      await download(url, part, {
        ...(options.signal === undefined ? {} : { signal: options.signal }),
        ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
        onProgress: (received, total) => options.onProgress?.(`${name}/${file.path}`, received, total),
      });
      const content = verifiedContent(file, readFileSync(part), url);
      // The checked bytes get their final name in one step: no reader ever sees half a file.
      const ready = `${path}.${process.pid}.ready`;
      writeFileSync(ready, content);
      renameSync(ready, path);
      dropPart(part);
      return content;
    } catch (error) {
      if (options.signal?.aborted) throw error;
      if (error instanceof DatasetError) {
        corrupt = error;
        dropPart(part);
      }
      reasons.push(error instanceof DatasetError ? error.message : `${url}: ${message(error)}`);
    }
  }
  const looked = mirror === undefined ? 'ATLAS_DATA_MIRROR is not set' : `it is not in the mirror ${mirror}`;
  throw new DatasetError(
    corrupt === undefined ? 'missing' : 'corrupt',
    `data set ${name}: '${file.path}' could not be had: ${looked}, it is not in the cache ${folder}, ` +
      `and no download worked:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}\n` +
      `Connect to the network, or put the file into a folder as ${join('DIR', name, file.path)} (plain or .gz) ` +
      `and set ATLAS_DATA_MIRROR=DIR.`,
  );
}

function readIfThere(path: string): Uint8Array | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;
}

function inside(folder: string, path: string): string {
  const full = resolve(folder, path);
  if (!full.startsWith(resolve(folder) + sep)) {
    throw new DatasetError('missing', `data set file '${path}': expected a path inside ${folder}.`);
  }
  return full;
}
