import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../../../../', import.meta.url));

/** The parts of a notebook file that the tests touch. */
type Cell = { id: string; cell_type: string; metadata: object; source: string[] | string };
type Contract = { atlas: { profiles: { smoke: Record<string, unknown> } } };

const codeCell = (id: string, source: string): object => ({
  id,
  cell_type: 'code',
  metadata: {},
  execution_count: null,
  outputs: [],
  source,
});

/** A folder to work in with copies of the workspace's notebooks: JupyterLab saves what it runs. */
export class LabFolder {
  readonly folder = mkdtempSync(join(tmpdir(), 'atlas-lab-'));

  constructor() {
    mkdirSync(join(this.folder, 'notebooks'));
    writeFileSync(join(this.folder, 'nx.json'), '{}');
    symlinkSync(join(workspace, 'node_modules'), join(this.folder, 'node_modules'));
    // JupyterLab draws the cells in view only, unless a person asks for all of them.
    const settings = join(this.folder, 'settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings');
    mkdirSync(dirname(settings), { recursive: true });
    writeFileSync(settings, JSON.stringify({ windowingMode: 'none' }));
  }

  /** Copies a notebook with its contract, and gives its parameters the values of the smoke profile. */
  addNotebook(name: string): void {
    const [from, to] = [join(workspace, 'notebooks', name), join(this.folder, 'notebooks', name)];
    cpSync(`${from}.schema.json`, `${to}.schema.json`);
    const notebook = JSON.parse(readFileSync(`${from}.ipynb`, 'utf8')) as { cells: Cell[] };
    const { atlas } = JSON.parse(readFileSync(`${from}.schema.json`, 'utf8')) as Contract;
    const parameters = notebook.cells.find(({ id }) => id === 'parameters');
    if (!parameters) throw new Error(`${name} has no cell "parameters"`);
    const values = Object.entries(atlas.profiles.smoke);
    parameters.source = values.map(([key, value]) => `const ${key} = ${JSON.stringify(value)};`).join('\n');
    writeFileSync(`${to}.ipynb`, JSON.stringify(notebook));
  }

  /** Adds a notebook with one empty cell. */
  addEmpty(name: string): void {
    const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
    const notebook = { cells: [codeCell('first', '')], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(this.folder, 'notebooks', `${name}.ipynb`), JSON.stringify(notebook));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
