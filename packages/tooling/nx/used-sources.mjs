import { join } from 'node:path';
import { build } from 'esbuild';
import { usedExports } from './cell-imports.mjs';

/** Programs that take part in every run, whatever the cells import: they are started by path, not imported. */
const programs = ['supervisor/main', 'executor/main', 'executor/link-thread'].map(
  (name) => `packages/kernel/src/${name}.ts`,
);
/** What the command line uses of the runner to execute a notebook; progress and reports change no result. */
const always = [
  "import { runNotebook, parseParameter, readContract } from '@atlas/runner';",
  "import { kernelSpec } from '@atlas/kernel';",
  'use(runNotebook, parseParameter, readContract, kernelSpec);',
];

/**
 * A program that uses what the cells use, so that the bundler drops the rest.
 * @param {string[]} cells
 */
function programOf(cells) {
  return [...usedExports(cells)].flatMap(([name, { names, everything }], index) => [
    `import * as package${index} from '${name}';`,
    ...(everything ? [`use(package${index});`] : [...names].sort().map((used) => `use(package${index}.${used});`)),
  ]);
}

/**
 * The source files whose code can reach the notebook: its imports bundled with dead code removed, so that editing one
 * mechanism does not touch the notebooks that use another.
 * @param {string} root
 * @param {string[]} cells
 * @returns {Promise<string[]>} paths inside the workspace, sorted
 */
export async function sourcesUsedBy(root, cells) {
  const { metafile } = await build({
    stdin: { contents: [...always, ...programOf(cells)].join('\n'), resolveDir: root, loader: 'ts' },
    entryPoints: programs,
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    treeShaking: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [fromSources(root)],
    logLevel: 'silent',
    outdir: 'bundle',
  });
  const paths = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.startsWith('packages/'))
    .map(([path]) => path);
  return [...new Set(paths)].sort();
}

/** Resolves the workspace's packages to their sources: the digest must not depend on whether they are built. @param {string} root */
function fromSources(root) {
  return {
    name: 'workspace-sources',
    setup(/** @type {import('esbuild').PluginBuild} */ { onResolve }) {
      onResolve({ filter: /^@atlas\// }, ({ path }) => ({
        path: join(root, 'packages', path.slice('@atlas/'.length), 'src/index.ts'),
        sideEffects: false,
      }));
    },
  };
}
