import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  canonicalJson,
  recordClaim,
  type Cell,
  type CodeCell,
  type Evidence,
  type MeasurementFile,
  type Notebook,
  type NotebookContract,
  type Output,
  type ResultFile,
} from '@atlas/schemas';
import { exampleApi } from './example-api.js';

let cells = 0;

export function text(source: string, id = `text-${++cells}`): Cell {
  return { cell_type: 'markdown', id, metadata: {}, source };
}

export function code(source: string, outputs: Output[] = [], id = `code-${++cells}`, tags: string[] = []): CodeCell {
  return { cell_type: 'code', id, metadata: tags.length > 0 ? { tags } : {}, source, outputs, execution_count: null };
}

export function display(data: { [type: string]: unknown }): Output {
  return { output_type: 'display_data', data, metadata: {} };
}

export function notebook(list: Cell[]): Notebook {
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  return { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: list };
}

/** The same notebook as git keeps it: without outputs. */
export function stripped({ cells: list, ...rest }: Notebook): Notebook {
  return { ...rest, cells: list.map((cell) => (cell.cell_type === 'code' ? { ...cell, outputs: [] } : cell)) };
}

export type FixtureChapter = {
  name: string;
  notebook: Notebook;
  contract?: NotebookContract;
  evidence?: { [claim: string]: Evidence };
  results?: ResultFile['results'];
  executed?: boolean;
  profile?: 'smoke' | 'default' | 'full';
  /** Files that the notebook made, by name. */
  artifacts?: { [name: string]: Uint8Array };
};

const measurement: Omit<MeasurementFile, 'notebook' | 'profile'> = {
  schemaVersion: 1,
  date: '2026-03-01T12:00:00.000Z',
  seconds: 42.5,
  cells: {},
  measurements: {},
  provenance: {
    versions: { node: '20.20.2', typescript: '5.0.4' },
    backend: { name: 'tensorflow', tensorflowVersion: '2.21.0' },
    threads: { intra: 1, inter: 2 },
    processor: { model: 'Example processor', cores: 2, architecture: 'x64' },
    platform: { system: 'Linux', release: '6.1', memoryBytes: 8e9 },
    seeds: [1, 2, 3],
    git: null,
  },
};

/** Writes a checkout with notebooks, contracts and results under `root`. */
export async function writeFixture(root: string, chapters: readonly FixtureChapter[]): Promise<void> {
  await put(root, '.atlas/api/attention.json', exampleApi);
  for (const chapter of chapters) {
    const { name, contract, evidence, results = {}, profile = 'default' } = chapter;
    await put(root, `notebooks/${name}.ipynb`, stripped(chapter.notebook));
    if (contract) await put(root, `notebooks/${name}.schema.json`, contract);
    if (contract && evidence) {
      await put(root, `reports/results/${profile}/${name}.json`, resultFile(chapter, contract, evidence, results));
      await put(root, `reports/measurements/${profile}/${name}.json`, { ...measurement, notebook: name, profile });
    }
    for (const [file, content] of Object.entries(chapter.artifacts ?? {}))
      await putBytes(root, `reports/${artifactPath(chapter, file)}`, content);
    if (chapter.executed) await put(root, `reports/notebooks/${profile}/${name}.ipynb`, chapter.notebook);
  }
}

function artifactPath({ name, profile = 'default' }: FixtureChapter, file: string): string {
  return `artifacts/${name}/${profile}/${file}`;
}

function resultFile(
  chapter: FixtureChapter,
  contract: NotebookContract,
  evidence: { [claim: string]: Evidence },
  results: ResultFile['results'],
): ResultFile {
  const { name, profile = 'default' } = chapter;
  const claims = Object.entries(contract.atlas.claims).flatMap(([id, declaration]) => {
    const observed = evidence[id];
    return observed === undefined ? [] : [[id, recordClaim(declaration, observed)] as const];
  });
  const checks = Object.keys(contract.atlas.checks).map((id) => [id, { passed: true, detail: '8 of 8 rows' }] as const);
  const artifacts = Object.entries(chapter.artifacts ?? {}).map(([file, content]) => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    return [file, { path: artifactPath(chapter, file), sha256, bytes: content.length }] as const;
  });
  return {
    schemaVersion: 1,
    notebook: name,
    profile,
    parameters: { seeds: 3 },
    results,
    claims: Object.fromEntries(claims),
    checks: Object.fromEntries(checks),
    artifacts: Object.fromEntries(artifacts),
    cells: {},
  };
}

function put(root: string, path: string, value: unknown): Promise<void> {
  return putBytes(root, path, canonicalJson(value));
}

async function putBytes(root: string, path: string, content: string | Uint8Array): Promise<void> {
  const place = join(root, path);
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, content);
}
