// `npm test`: lint, types, unit tests and the notebooks' smoke profile; the last line says how many passed and failed.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder, workspace } from '../bootstrap/folders.mjs';
import { run } from './run.mjs';
import { collectReports, closingLine } from './summary.mjs';

const nx = join(workspace, 'node_modules/nx/dist/bin/nx.js');
const node = process.execPath;
const reports = join(stateFolder, 'tests');
const manyOf = (/** @type {string[]} */ targets, /** @type {string[]} */ ...more) => [
  nx,
  'run-many',
  '-t',
  ...targets,
  '--outputStyle=static',
  ...more,
];

/** What is checked, in order of how soon a mistake shows. @type {[string, string[]][]} */
const checks = [
  ['format', [join(workspace, 'node_modules/prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']],
  ['build', manyOf(['build'])],
  ['lint', manyOf(['lint'])],
  ['types', manyOf(['typecheck'])],
  ['notebooks: lint', [join(workspace, 'packages/tooling/notebooks/main.mjs'), 'lint']],
  ['notebooks: types', [join(workspace, 'packages/tooling/notebooks/main.mjs'), 'typecheck']],
  // One package at a time: TensorFlow uses every core by itself.
  ['unit tests', manyOf(['test'], '--parallel=1')],
  [
    'notebooks: smoke profile',
    [join(workspace, 'packages/cli/dist/main.js'), 'reports', '--profile', 'smoke', '--no-site'],
  ],
];

rmSync(reports, { recursive: true, force: true });
const failed = [];
for (const [name, command] of checks) {
  if (!(await run(name, [node, ...command]))) failed.push(name);
}
const summary = closingLine({
  checks: checks.map(([name]) => ({ name, passed: !failed.includes(name) })),
  tests: collectReports(reports),
  skipsFail: process.env.ATLAS_REQUIRE_ALL === '1',
});
process.stdout.write(summary.text);
process.exitCode = summary.failed > 0 ? 1 : 0;
