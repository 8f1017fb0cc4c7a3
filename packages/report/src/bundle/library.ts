import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type LiveStills } from '../model/live-stills.js';
import { type MechanismData } from '../model/mechanism-data.js';
import { keptOutput, nodeScript } from './node-script.js';

const require = createRequire(import.meta.url);

/** What the library declares about its mechanisms, or the reason why that cannot be found out. */
export type Described = { mechanisms: MechanismData[]; stills?: LiveStills; problem?: string };

type LibraryDescription = { mechanisms: Omit<MechanismData, 'source' | 'sourcePath'>[]; stills: LiveStills };

/**
 * The mechanisms of the library as data. The library is bundled and run in another process, so that this one stays free
 * of TensorFlow.js; the answer is kept until the bundle changes.
 */
export async function describeLibrary(): Promise<Described> {
  try {
    const script = await nodeScript('live/describe-library.ts');
    const { mechanisms, stills } = JSON.parse(await keptOutput(script)) as LibraryDescription;
    const sources = await mechanismSources();
    return {
      stills,
      mechanisms: mechanisms.map((mechanism) => ({ ...mechanism, ...sourceOf(mechanism.id, sources) })),
    };
  } catch (error) {
    return {
      mechanisms: [],
      problem: `The library cannot be described: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** The source files of the mechanisms, by name. */
async function mechanismSources(): Promise<Map<string, string>> {
  const folder = join(dirname(require.resolve('@atlas/attention/package.json')), 'src/mechanisms');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, string]> => [name, await readFile(join(folder, name), 'utf8')]),
    ),
  );
}

function sourceOf(id: string, sources: ReadonlyMap<string, string>): { source: string; sourcePath: string } {
  const [name, source] = [...sources].find(([, text]) => text.includes(`name: '${id}',`)) ?? ['', ''];
  return { source, sourcePath: name === '' ? '' : `packages/attention/src/mechanisms/${name}` };
}
