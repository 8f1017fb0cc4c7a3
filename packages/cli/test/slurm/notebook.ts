import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const parameters = `const seed = 1;
const door = '';
const mode = 'work';`;

const work = `import { existsSync } from 'node:fs';
import { study } from '@atlas/notebook';
const atlas = study('77-cluster');
const moment = () => new Promise((resolve) => setTimeout(resolve, 50));
if (mode === 'fail') throw new Error('as asked');
const eaten: Uint8Array[] = [];
while (mode === 'eat') {
  eaten.push(new Uint8Array(50_000_000).fill(1));
  await moment();
}
while (mode === 'wait' && !existsSync(\`\${door}.\${seed}\`)) await moment();`;

const record = `const gain = 1 + ((seed * 7) % 5) / 10;
atlas.result('gain', gain);
atlas.claim('gain', { values: [gain], seeds: [seed], control: { values: [-gain] } });`;

const values = { seed: 1, door: '', mode: 'work' };

const contract = {
  title: 'A run on a cluster',
  type: 'object',
  properties: { gain: { type: 'number', decimals: 6, tolerance: 0 } },
  atlas: {
    question: 'Does the run come back?',
    statements: [],
    parameters: {
      type: 'object',
      properties: {
        seed: { type: 'integer' },
        door: { type: 'string' },
        mode: { enum: ['work', 'fail', 'eat', 'wait'], type: 'string' },
      },
    },
    profiles: { smoke: values, default: values, full: values },
    resources: { default: { time: '30', memory: '1500M', cores: 1 } },
    claims: {
      gain: {
        sentence: 'There is a gain.',
        source: { statement: 'S1' },
        rule: { test: 'interval-above', threshold: 0 },
        control: 'the gain with its sign changed',
        expected: 'holds',
        profiles: ['default'],
      },
    },
    checks: {},
  },
};

function cell(id: string, source: string, tags?: string[]): object {
  return { cell_type: 'code', id, metadata: tags ? { tags } : {}, source, outputs: [], execution_count: null };
}

/** What the notebook is called. */
export const notebookName = '77-cluster';

/**
 * A notebook that does what its parameters say, with its contract: `wait` is over once the file `<door>.<seed>` exists,
 * `fail` throws, `eat` takes memory until it is stopped.
 */
export function writeNotebook(folder: string): void {
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
    cells: [cell('parameters', parameters, ['parameters']), cell('work', work), cell('record', record)],
  };
  writeFileSync(join(folder, `${notebookName}.ipynb`), JSON.stringify(notebook));
  writeFileSync(join(folder, `${notebookName}.schema.json`), JSON.stringify(contract));
}
