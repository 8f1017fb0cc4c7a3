import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions } from 'esbuild';
import { bundle } from './bundle.js';
import { keptFolder, shortHash } from './kept-folder.js';
import { writeWhole } from '../write-whole.js';

const forNode: BuildOptions = {
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['@tensorflow/tfjs-node', '@tensorflow/tfjs-node-gpu', 'canvas'],
};

/** A file under `src` with the library in it, as one script for Node. */
export function nodeScript(entry: string): Promise<string> {
  return bundle(entry, { ...forNode, format: 'cjs' });
}

/** The same as a module, at an address that a thread can start from. */
export async function nodeModule(entry: string): Promise<URL> {
  const text = await bundle(entry, { ...forNode, format: 'esm', minify: true });
  return new URL(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

/**
 * What a script prints when it runs in a process of its own. The answer is kept until the script, its argument or one of
 * the given contents changes.
 *
 * @throws Error with the end of its error stream if the script fails
 */
export async function keptOutput(
  script: string,
  argument = '',
  contents: readonly (string | Uint8Array)[] = [],
): Promise<string> {
  const answer = join(keptFolder, `output-${shortHash(script, argument, ...contents)}.json`);
  try {
    return await readFile(answer, 'utf8');
  } catch {
    const output = await run(script, argument);
    await writeWhole(answer, output);
    return output;
  }
}

function run(script: string, argument: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=commonjs', '-', argument], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
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
