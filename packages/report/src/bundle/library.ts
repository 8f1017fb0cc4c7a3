import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type LiveStills } from '../model/live-stills.js';
import { type MechanismData } from '../model/mechanism-data.js';
import { bundle } from './bundle.js';
import { packageRoot } from './package-root.js';

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
    const script = await bundle('live/describe-library.ts', {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      mainFields: ['module', 'main'],
      external: ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu'],
    });
    const { mechanisms, stills } = JSON.parse(await outputOf(script)) as LibraryDescription;
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

async function outputOf(script: string): Promise<string> {
  const folder = join(packageRoot, 'node_modules/.cache/atlas-report');
  const name = createHash('sha256').update(script).digest('hex').slice(0, 16);
  const answer = join(folder, `library-${name}.json`);
  try {
    return await readFile(answer, 'utf8');
  } catch {
    const output = await run(script);
    await mkdir(folder, { recursive: true });
    await writeFile(answer, output);
    return output;
  }
}

function run(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=commonjs', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const [output, errors]: [string[], string[]] = [[], []];
    child.stdout.on('data', (text: Buffer) => output.push(text.toString('utf8')));
    child.stderr.on('data', (text: Buffer) => errors.push(text.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(output.join('')) : reject(new Error(errors.join('').slice(-2000))),
    );
    child.stdin.end(script);
  });
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
