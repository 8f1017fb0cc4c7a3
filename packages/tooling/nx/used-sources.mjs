import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

/** Code that takes part in every run, whatever the cells import. */
const always = ["export * from '@atlas/kernel';", "export * from '@atlas/runner';"];

/** @param {string[]} cells */
function importsOf(cells) {
  const statements = cells.flatMap((cell) => cell.match(/^import\s[^;]*?from\s*'@atlas\/[^']+';?/gms) ?? []);
  // Re-exporting keeps what is imported and lets the bundler drop the rest.
  return statements.map((statement) =>
    statement
      .replace(/^import\s+type\s[^;]*;?$/s, '')
      .replace(/^import\s+\*\s+as\s+(\w+)\s+from/s, 'export * as $1 from')
      .replace(
        /^import\s+(\{[^}]*\})\s+from/s,
        (_, names) => `export ${names.replace(/\btype\s+\w+(\s+as\s+\w+)?,?/g, '')} from`,
      ),
  );
}

/**
 * The source files whose code can reach the notebook: its imports bundled with dead code removed, so that editing one
 * mechanism does not touch the notebooks that use another.
 * @param {string} root
 * @param {string[]} cells
 * @returns {Promise<[string, Buffer][]>} path inside the workspace and content, sorted
 */
export async function sourcesUsedBy(root, cells) {
  const { metafile } = await build({
    stdin: { contents: [...always, ...importsOf(cells)].join('\n'), resolveDir: root, loader: 'ts' },
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
    outfile: 'bundle.mjs',
  });
  const [output] = Object.values(metafile.outputs);
  return Object.entries(output?.inputs ?? {})
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path.startsWith('packages/'))
    .map(
      ([path]) => /** @type {[string, Buffer]} */ ([relative(root, join(root, path)), readFileSync(join(root, path))]),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
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
