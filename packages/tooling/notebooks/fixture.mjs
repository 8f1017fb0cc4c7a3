import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '../bootstrap/folders.mjs';

/**
 * Cells of a made notebook: a text is a code cell, an object says more.
 * @typedef {string | Record<string, unknown>} MadeCell
 */

/** A contract with one of everything. */
export const contract = {
  title: 'A made notebook',
  type: 'object',
  properties: { accuracy: { type: 'number', decimals: 3, tolerance: 0.01 } },
  atlas: {
    question: 'Does the check see it?',
    statements: ['S1'],
    parameters: { properties: { seeds: { type: 'integer', minimum: 1 } } },
    profiles: { smoke: { seeds: 1 }, default: { seeds: 2 }, full: { seeds: 3 } },
    claims: {
      helps: {
        sentence: 'It helps.',
        source: { paper: 'Someone' },
        rule: { test: 'interval-above', threshold: 0 },
        control: 'without it',
        expected: 'holds',
        profiles: ['default'],
      },
    },
    checks: { sound: { sentence: 'It is sound.' } },
  },
};

export const parametersCell = { source: 'const seeds = 2;', metadata: { tags: ['parameters'] } };

/**
 * A cell that opens the contract `name` and records everything in it.
 * @param {string} name
 */
export const recordingCell = (name) => `import { study } from '@atlas/notebook';
const atlas = study('${name}');
atlas.result('accuracy', 0.5);
atlas.claim('helps', { seeds: [1, 2], values: [1, 2], control: { values: [-1, -2] } });
atlas.check('sound', true);`;

/**
 * @param {MadeCell} cell
 * @param {number} index
 */
function cellOf(cell, index) {
  const fields = typeof cell === 'string' ? { source: cell } : cell;
  const base = { cell_type: 'code', id: `c${index + 1}`, metadata: {}, outputs: [], execution_count: null };
  return { ...base, ...fields };
}

/** An empty folder inside the workspace, so that cells find its packages. */
export function makeRoot() {
  mkdirSync(stateFolder, { recursive: true });
  const root = mkdtempSync(join(stateFolder, 'made-notebooks-'));
  mkdirSync(join(root, 'notebooks'));
  return root;
}

/**
 * @param {string} root
 * @param {string} name
 * @param {readonly MadeCell[]} cells
 * @param {unknown} [schema] the contract; `null` for none
 */
export function writeNotebook(root, name, cells, schema = contract) {
  const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } };
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata, cells: cells.map(cellOf) };
  writeFileSync(join(root, 'notebooks', `${name}.ipynb`), JSON.stringify(notebook));
  if (schema !== null) writeFileSync(join(root, 'notebooks', `${name}.schema.json`), JSON.stringify(schema));
}
