import type { CodeCell, JsonObject, Notebook } from '@atlas/schemas';
import type { Widgets } from '../execute/widgets.js';
import type { Kernel } from '../kernel/kernel.js';
import type { CellState } from './cell-state.js';
import type { RunContext } from './context.js';

/** The notebook as far as it has been executed, with what papermill notes about a run. */
export function executedNotebook(run: RunContext, kernel: Kernel | undefined, widgets: Widgets | undefined): Notebook {
  const { notebook } = run.prepared;
  const states = new Map(run.cells.map((state) => [state.info.index, state]));
  const cells = notebook.cells.map((cell, index) => {
    const state = states.get(index);
    return cell.cell_type === 'code' && state ? executedCell(cell, state) : cell;
  });
  return { ...notebook, cells, metadata: metadataOf(run, kernel, widgets) };
}

function metadataOf(run: RunContext, kernel: Kernel | undefined, widgets: Widgets | undefined): JsonObject {
  const { options, prepared, startedAt, failures } = run;
  const language = kernel?.info.languageInfo;
  const state = widgets?.metadata();
  const now = new Date();
  return {
    ...prepared.notebook.metadata,
    kernelspec: {
      name: prepared.found.name,
      display_name: prepared.found.spec.display_name,
      language: prepared.found.spec.language,
    },
    ...(language === undefined ? {} : { language_info: language as JsonObject }),
    ...(state === undefined ? {} : { widgets: state }),
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
