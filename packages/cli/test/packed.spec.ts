import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath, inChromium, launch } from '@atlas/testing/chromium';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { libraries, PackedProject } from './packed/project.js';
import { compute, everywhere, inNode, notebookOf, typesAreKnown } from './packed/sources.js';

let project: PackedProject;
/** What every place must compute. */
let inNodeComputed = '';

beforeAll(() => {
  project = new PackedProject();
  const use = `void [kernelSpec, madeDigits, study, runNotebook, parseNotebookContract];`;
  const run = `await chooseBackend({ backend: 'cpu' });\nconsole.log(gate());`;
  inNodeComputed = project.lastLine('import.js', everywhere + inNode + compute + use + run);
  // npm asks the registry where its cache has no answer.
}, 300_000);
afterAll(() => project.remove());

test('Node imports them', () => {
  const [shape, weights, ...known] = JSON.parse(inNodeComputed) as [number[], number[], boolean, string];
  expect(shape).toEqual([1, 4, 4, 8]);
  expect(weights).toHaveLength(8);
  expect(weights.every((weight) => weight > 0 && weight < 1e4)).toBe(true);
  expect(known).toEqual([true, 'function']);
});

test.each(libraries)('%s brings its licence field, program and declarations, and none of its tests', (name) => {
  const folder = join(project.modules, '@atlas', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  expect(manifest['license']).toBe('Apache-2.0');
  for (const field of ['main', 'types']) expect(readFileSync(join(folder, manifest[field] ?? ''))).not.toHaveLength(0);
  const built = readdirSync(join(folder, 'dist'), { recursive: true }).map(String);
  expect(built.filter((file) => /\.spec\./.test(file))).toEqual([]);
});

test('Node requires them', () => {
  const counts = libraries.map((name) => `Object.keys(require('@atlas/${name}')).length`).join(', ');
  const found = JSON.parse(project.lastLine('use.cjs', `console.log(JSON.stringify([${counts}]));`)) as number[];
  for (const count of found) expect(count).toBeGreaterThan(0);
});

describe('in a notebook', () => {
  const run = (...cells: string[]): { exitCode: number; message: string; text: string } => {
    project.write('study.ipynb', notebookOf(...cells));
    return JSON.parse(
      project.lastLine(
        'run.js',
        `import { readFileSync } from 'node:fs';
         import { kernelSpec } from '@atlas/kernel';
         import { runNotebook } from '@atlas/runner';
         const kernels = { tslab: kernelSpec() };
         const { exitCode, failures } = await runNotebook({ path: 'study.ipynb', out: 'reports', kernels });
         const text = readFileSync('reports/notebooks/default/study.ipynb', 'utf8');
         console.log(JSON.stringify({ exitCode, message: failures.map((failure) => failure.message).join(), text }));`,
      ),
    ) as { exitCode: number; message: string; text: string };
  };

  test('they compute what they compute in Node', () => {
    const { exitCode, message, text } = run(
      `${everywhere}\nimport { study } from '@atlas/notebook';\nawait chooseBackend({ backend: 'cpu' });`,
      `${compute}\nconsole.log(gate());`,
    );
    expect(message).toBe('');
    expect(exitCode).toBe(0);
    expect(text).toContain(JSON.stringify(inNodeComputed).slice(1, -1));
  });

  test('their types find a mistake', () => {
    const { exitCode, message } = run(everywhere, `initSqueezeExcite({ channels: 'eight' }, rng(1));`);
    expect(exitCode).toBe(1);
    expect(message).toContain("Type 'string' is not assignable to type 'number'");
  });
});

describe.each([
  ['Node10', 'ESNext'],
  ['NodeNext', 'NodeNext'],
  ['Bundler', 'ESNext'],
])('with the module resolution %s', (moduleResolution, module) => {
  const source = `${everywhere}${inNode}${typesAreKnown}`;

  test('types are those of the source', () => {
    expect(project.diagnostics(source, moduleResolution, module)).toBe('');
  });

  test('types find a mistake', () => {
    const mistake = `${source}\ninitSqueezeExcite({ channels: 'eight' }, rng(1));\nmadeDigits('ten', rng(1));\n`;
    const found = project.diagnostics(mistake, moduleResolution, module);
    expect(found).toContain("Type 'string' is not assignable to type 'number'");
    expect(found).toContain("Argument of type 'string' is not assignable to parameter of type 'number'");
  });
});

describe('in a browser', () => {
  const bundle = async (): Promise<{ code: string; inputs: string[]; imports: string[] }> => {
    const source = `${everywhere}${compute}\nglobalThis.gate = async () => (await chooseBackend(), gate());\n`;
    const { metafile, outputFiles, warnings } = await build({
      entryPoints: [project.write('browser.js', source)],
      bundle: true,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
    return {
      code: outputFiles[0]?.text ?? '',
      inputs: Object.keys(metafile.inputs),
      imports: Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path)),
    };
  };

  test('a bundle holds them and nothing of Node', async () => {
    const { inputs, imports } = await bundle();
    expect(inputs.some((file) => file.endsWith('@atlas/tensor/dist/backend.browser.js'))).toBe(true);
    expect(inputs.filter((file) => file.includes('tfjs-node'))).toEqual([]);
    expect(imports.filter((path) => path.startsWith('node:'))).toEqual([]);
  });

  test.skipIf(chromiumPath === undefined)(inChromium('they compute what they compute in Node'), async () => {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: (await bundle()).code });
      expect(await page.evaluate('gate()')).toBe(inNodeComputed);
    } finally {
      await browser.close();
    }
  });
});
