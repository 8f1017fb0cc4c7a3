import type { Notebook, RunRecord } from '@atlas/schemas';
import type { Widgets } from '../execute/widgets.js';
import { writeAtomically, WriteError } from '../files/atomic.js';
import type { Kernel } from '../kernel/kernel.js';
import { notebookText, passingNotebookText } from '../notebook/write.js';
import type { RunContext } from './context.js';
import { executedNotebook } from './executed-notebook.js';
import { runRecord } from './record.js';

/** Cells that end faster than this share a save. */
const shortest = 250;
/** A save waits this much longer for the end of a cell: then it is made while the kernel works on the next one. */
const grace = 50;
/** Saving takes at most a fifth of the time, however large the notebook grows. */
const patience = 4;
/** A cell that runs on is saved as far as it has come. */
const autosave = 30_000;

/**
 * Keeps the executed notebook and the run's record on disk while the run goes on, so that no end can lose them: at once
 * when a cell ends, where cells end in quick succession a moment later for all of them.
 */
export class Keeper {
  readonly #run: RunContext;
  #kernel: Kernel | undefined;
  #widgets: Widgets | undefined;
  #timer: NodeJS.Timeout | undefined;
  #autosave: NodeJS.Timeout | undefined;
  #savedAt = -Infinity;
  #saveTook = 0;

  constructor(run: RunContext) {
    this.#run = run;
  }

  /** From now on the executed notebook names this kernel. It is not saved yet: that of an earlier run is still whole. */
  begin(kernel: Kernel, widgets: Widgets): void {
    this.#kernel = kernel;
    this.#widgets = widgets;
    this.#autosave = setInterval(() => this.changed(), autosave);
    this.#autosave.unref();
    this.#guarded(() => this.#saveRecord());
    this.#savedAt = performance.now();
  }

  /** Something is worth saving: a cell has begun or ended. */
  changed(): void {
    const due = this.#savedAt + Math.max(shortest, patience * this.#saveTook) - performance.now();
    if (due <= 0) this.#save();
    else this.#timer ??= setTimeout(() => this.#save(), due + grace);
  }

  /** Ends the saves on a timer. */
  end(): void {
    clearInterval(this.#autosave);
    clearTimeout(this.#timer);
  }

  /** The notebook as far as it has been executed. */
  executed(): Notebook {
    return executedNotebook(this.#run, this.#kernel, this.#widgets);
  }

  /** The last save of the notebook, to the disk. Throws WriteError. */
  finishNotebook(): void {
    writeAtomically(this.#run.prepared.layout.executed, notebookText(this.executed()));
  }

  /** The last save of the record, to the disk. Throws WriteError. */
  finishRecord(record: RunRecord): void {
    writeAtomically(this.#run.prepared.layout.record, recordText(record));
  }

  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const started = performance.now();
    this.#guarded(() => {
      writeAtomically(this.#run.prepared.layout.executed, passingNotebookText(this.executed()), { durable: false });
      this.#saveRecord();
    });
    this.#savedAt = performance.now();
    this.#saveTook = this.#savedAt - started;
  }

  #saveRecord(): void {
    writeAtomically(this.#run.prepared.layout.record, recordText(runRecord(this.#run)), { durable: false });
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
