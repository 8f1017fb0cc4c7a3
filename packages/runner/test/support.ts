import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseNotebook, parseRunRecord, type CodeCell, type Notebook, type RunRecord } from '@atlas/schemas';
import { afterEach } from 'vitest';
import type { KernelSpec } from '../src/kernelspec/kernel-spec.js';
import type { RunEvent } from '../src/progress/events.js';
import type { RunOptions } from '../src/run/options.js';
import type { RunOutcome } from '../src/run/outcome.js';
import { runNotebook } from '../src/run/run-notebook.js';

const program = fileURLToPath(new URL('./fake-kernel.mjs', import.meta.url));

/** The kernel of `fake-kernel.mjs`, which does what the cells say. */
export function fakeKernel(mode = 'normal', argument = '', more: Partial<KernelSpec> = {}): KernelSpec {
  return {
    argv: [process.execPath, program, '{connection_file}', mode, argument],
    display_name: 'Fake',
    language: 'typescript',
    interrupt_mode: 'signal',
    ...more,
  };
}

/** Stock tslab, as it is installed beside the project. */
export function stockTslab(): KernelSpec {
  const tslab = fileURLToPath(new URL('../../../node_modules/.bin/tslab', import.meta.url));
  return {
    argv: [tslab, 'kernel', '--config-path', '{connection_file}'],
    display_name: 'tslab',
    language: 'typescript',
  };
}

type Step = Record<string, unknown>;
export type CellSource =
  string | Step[] | { readonly source: string | Step[]; readonly tags?: string[]; readonly markdown?: boolean };

/** A notebook for the kernel named `fake`. Lists of steps become JSON; ids are `c0`, `c1`, … */
export function notebookOf(cells: readonly CellSource[], kernel = 'fake', language = 'typescript'): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: kernel, display_name: kernel, language } },
    cells: cells.map((given, index) => {
      const cell = typeof given === 'string' || Array.isArray(given) ? { source: given } : given;
      const source = typeof cell.source === 'string' ? cell.source : JSON.stringify(cell.source);
      const metadata = cell.tags === undefined ? {} : { tags: cell.tags };
      if (cell.markdown === true) return { cell_type: 'markdown', id: `c${index}`, metadata, source };
      return { cell_type: 'code', id: `c${index}`, metadata, source, outputs: [], execution_count: null };
    }),
  };
}

const folders: string[] = [];

/** A folder of its own for a test, removed afterwards. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'runner-test-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Waiting times that make a test of patience short. */
export const hasty = {
  interruptStep: 300,
  shutdown: 1000,
  quiet: 60,
  barrier: 1500,
  settle: 30,
  drain: 30,
  start: 15_000,
};

export interface TestRun {
  readonly outcome: RunOutcome;
  readonly events: RunEvent[];
  readonly folder: string;
  readonly out: string;
  /** The executed notebook as it is on disk. */
  readonly executed: () => Notebook;
  readonly record: () => RunRecord;
}

export type TestOptions = Partial<RunOptions> & {
  readonly contract?: object;
  readonly folder?: string;
  readonly name?: string;
};

/** Writes a notebook into a folder, runs it on the fake kernel, and says where everything is. */
export async function run(notebook: Notebook | string, options: TestOptions = {}): Promise<TestRun> {
  const { contract, folder = temporaryFolder(), name = 'sample', ...more } = options;
  const path = join(folder, 'notebooks', `${name}.ipynb`);
  const out = join(folder, 'reports');
  mkdirSync(join(folder, 'notebooks'), { recursive: true });
  writeFileSync(path, typeof notebook === 'string' ? notebook : JSON.stringify(notebook));
  if (contract !== undefined) writeFileSync(join(folder, 'notebooks', `${name}.schema.json`), JSON.stringify(contract));
  const events: RunEvent[] = [];
  const outcome = await runNotebook({
    path,
    out,
    kernels: { fake: fakeKernel() },
    timings: hasty,
    env: { ...process.env, JUPYTER_RUNTIME_DIR: join(folder, 'runtime') },
    onEvent: (event) => events.push(event),
    ...more,
  });
  const profile = options.profile ?? 'default';
  return {
    outcome,
    events,
    folder,
    out,
    executed: () => parseNotebook(readJson(join(out, 'notebooks', profile, `${name}.ipynb`)), name),
    record: () => parseRunRecord(readJson(join(out, 'logs', profile, `${name}.json`)), name),
  };
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The text that a cell of an executed notebook wrote to a stream. */
export function textOf(notebook: Notebook, index: number, name = 'stdout'): string {
  return codeCell(notebook, index)
    .outputs.map((output) => (output.output_type === 'stream' && output.name === name ? joined(output.text) : ''))
    .join('');
}

export function codeCell(notebook: Notebook, index: number): CodeCell {
  const cell = notebook.cells[index];
  if (cell?.cell_type !== 'code') throw new Error(`cell ${index} is no code cell`);
  return cell;
}

export function joined(text: string | readonly string[]): string {
  return typeof text === 'string' ? text : text.join('');
}

/** Whether a process exists. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until something is so, at most five seconds. */
export async function eventually(condition: () => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return condition();
}
