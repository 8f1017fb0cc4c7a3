import type { CodeCell, JsonObject, Notebook, RunRecord } from '@atlas/schemas';
import { writeAtomically, WriteError } from '../files/atomic.js';
import type { Widgets } from '../execute/widgets.js';
import type { Kernel } from '../kernel/kernel.js';
import { notebookText } from '../notebook/write.js';
import type { CellState } from './cell-state.js';
import type { RunContext } from './context.js';
import { runRecord } from './record.js';

/** A save that takes long is not repeated after every cell: at most a fifth of the time goes into saving. */
const patience = 4;
const autosave = 30_000;

/** Keeps the executed notebook and the run's record on disk while the run goes on, so that no end can lose them. */
export class Keeper {
  readonly #run: RunContext;
  #kernel: Kernel | undefined;
  #widgets: Widgets | undefined;
  #timer: NodeJS.Timeout | undefined;
  #savedAt = -Infinity;
  #saveTook = 0;

  constructor(run: RunContext) {
    this.#run = run;
  }

  /** From now on the executed notebook names this kernel, and is saved every 30 s also while a cell runs. */
  begin(kernel: Kernel, widgets: Widgets): void {
    this.#kernel = kernel;
    this.#widgets = widgets;
    this.#timer = setInterval(() => this.#save(), autosave);
    this.#timer.unref();
    this.#saveRecord();
  }

  cellStarted(): void {
    this.#saveRecord();
  }

  cellEnded(): void {
    this.#save();
  }

  /** Ends the saves on a timer. */
  end(): void {
    clearInterval(this.#timer);
  }

  /** The last save of the notebook, to the disk. Throws WriteError. */
  finishNotebook(): void {
    writeAtomically(this.#run.prepared.layout.executed, notebookText(this.executed()));
  }

  /** The last save of the record, to the disk. Throws WriteError. */
  finishRecord(record: RunRecord): void {
    writeAtomically(this.#run.prepared.layout.record, recordText(record));
  }

  /** The notebook as far as it has been executed. */
  executed(): Notebook {
    const { notebook } = this.#run.prepared;
    const states = new Map(this.#run.cells.map((state) => [state.info.index, state]));
    const cells = notebook.cells.map((cell, index) => {
      const state = states.get(index);
      return cell.cell_type === 'code' && state ? executedCell(cell, state) : cell;
    });
    return { ...notebook, cells, metadata: this.#metadata(notebook.metadata) };
  }

  #metadata(metadata: JsonObject): JsonObject {
    const { options, prepared, startedAt, failures } = this.#run;
    const language = this.#kernel?.info.languageInfo;
    const widgets = this.#widgets?.metadata();
    const now = new Date();
    return {
      ...metadata,
      kernelspec: {
        name: prepared.found.name,
        display_name: prepared.found.spec.display_name,
        language: prepared.found.spec.language,
      },
      ...(language === undefined ? {} : { language_info: language as JsonObject }),
      ...(widgets === undefined ? {} : { widgets }),
      papermill: {
        parameters: prepared.parameters,
        input_path: options.path,
        output_path: prepared.layout.executed,
        start_time: startedAt.toISOString(),
        end_time: now.toISOString(),
        duration: (now.getTime() - startedAt.getTime()) / 1000,
        exception: failures.length > 0 ? true : null,
      },
    };
  }

  #save(): void {
    const started = performance.now();
    if (started - this.#savedAt < patience * this.#saveTook) return;
    this.#guarded(() => {
      writeAtomically(this.#run.prepared.layout.executed, notebookText(this.executed()), { durable: false });
    });
    this.#saveRecord();
    this.#savedAt = performance.now();
    this.#saveTook = this.#savedAt - started;
  }

  #saveRecord(): void {
    this.#guarded(() => {
      writeAtomically(this.#run.prepared.layout.record, recordText(runRecord(this.#run)), { durable: false });
    });
  }

  #guarded(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      this.#run.stop.stop({ kind: 'resource', message: error.message });
    }
  }
}

function recordText(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

function executedCell(cell: CodeCell, state: CellState): CodeCell {
  const { startedAt, milliseconds, status, attempts, lateOutput } = state;
  const statuses = {
    passed: 'completed',
    failed: 'failed',
    skipped: 'pending',
    'not run': startedAt ? 'running' : 'pending',
  };
  const end = startedAt && milliseconds !== undefined ? new Date(startedAt.getTime() + milliseconds) : undefined;
  const remarks = {
    ...(attempts > 1 ? { attempts } : {}),
    ...(lateOutput ? { late_output: true } : {}),
    ...(state.reused ? { reused: true } : {}),
  };
  return {
    ...cell,
    execution_count: state.area?.executionCount ?? null,
    outputs: state.area?.outputs() ?? [],
    metadata: {
      ...cell.metadata,
      ...(Object.keys(remarks).length === 0 ? {} : { atlas: remarks }),
      papermill: {
        start_time: startedAt?.toISOString() ?? null,
        end_time: end?.toISOString() ?? null,
        duration: milliseconds === undefined ? null : milliseconds / 1000,
        exception: milliseconds === undefined ? null : status === 'failed',
        status: statuses[status],
      },
    },
  };
}
