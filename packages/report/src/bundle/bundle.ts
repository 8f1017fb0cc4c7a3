import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type BuildOptions, stop } from 'esbuild';
import { keptFolder, shortHash } from './kept-folder.js';
import { packageRoot } from './package-root.js';
import { writeWhole } from '../write-whole.js';

/** A bundle that is kept between builds: its text, and the size and time of every file that went into it. */
type KeptBundle = { inputs: { [path: string]: string }; text: string };

const forBrowsers: BuildOptions = {
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
};

/**
 * One classic script from a file under `src`, with everything that it imports. Made anew only where one of its inputs
 * has changed: a site is built often, its scripts change seldom.
 */
export async function bundle(entry: string, options: BuildOptions = forBrowsers): Promise<string> {
  const name = shortHash(JSON.stringify([entry, options]));
  const place = join(keptFolder, `${name}.json`);
  const kept = await readKept(place);
  if (kept !== undefined) return kept.text;
  const { outputFiles, metafile } = await build({
    ...options,
    entryPoints: [join(packageRoot, 'src', entry)],
    absWorkingDir: packageRoot,
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const text = outputFiles[0]?.text ?? '';
  const inputs: KeptBundle['inputs'] = {};
  for (const path of Object.keys(metafile.inputs)) inputs[path] = (await stampOf(path)) ?? '';
  await writeWhole(place, JSON.stringify({ inputs, text } satisfies KeptBundle));
  return text;
}

/** Ends the process in which esbuild works; the next bundle starts another. For when that process may be gone. */
export async function endBundler(): Promise<void> {
  await stop();
}

async function readKept(place: string): Promise<KeptBundle | undefined> {
  try {
    const kept = JSON.parse(await readFile(place, 'utf8')) as KeptBundle;
    const stamps = await Promise.all(
      Object.entries(kept.inputs).map(async ([path, stamp]) => (await stampOf(path)) === stamp),
    );
    return stamps.every(Boolean) ? kept : undefined;
  } catch {
    // No bundle yet, or one that another version wrote: make it.
    return undefined;
  }
}

async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = await stat(join(packageRoot, path));
    return `${size} ${mtimeMs}`;
  } catch {
    // esbuild names some inputs that are no files, such as modules replaced by a package's "browser" field.
    return '';
  }
}
