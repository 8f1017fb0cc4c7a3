import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  parseNotebookContract,
  type JsonObject,
  type Notebook,
  type NotebookContract,
  type Profile,
} from '@atlas/schemas';
import { layoutOf, notebookName, type Layout } from '../files/layout.js';
import { textAt, objectAt } from '../json.js';
import { findKernelSpec } from '../kernelspec/find.js';
import { surroundingsOf } from '../kernelspec/search-path.js';
import { KernelSpecError, type FoundKernelSpec } from '../kernelspec/kernel-spec.js';
import { declaredParameters, injectParameters, resolveParameters } from '../notebook/parameters.js';
import { readNotebook } from '../notebook/read.js';
import type { Failure, FailureKind } from './failure.js';
import type { RunOptions } from './options.js';

/** Everything that is known before the kernel starts. */
export interface PreparedRun {
  readonly path: string;
  readonly folder: string;
  readonly layout: Layout;
  readonly profile: Profile;
  readonly contract: NotebookContract | undefined;
  readonly parameters: JsonObject;
  /** The notebook with its parameters injected. */
  readonly notebook: Notebook;
  readonly found: FoundKernelSpec;
  readonly notices: readonly string[];
}

/** Why a run cannot begin. */
export class PreparationError extends Error {
  override readonly name = 'PreparationError';

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

/** Reads and checks everything that a run needs. Throws {@link PreparationError}. */
export function prepareRun(options: RunOptions): PreparedRun {
  const path = resolve(options.path);
  const profile = options.profile ?? 'default';
  const name = attempt('usage', () => notebookName(path));
  const notebook = attempt('notebook-unreadable', () => readNotebook(path));
  const contract = attempt('contract-unusable', () => readContract(contractPath(path)));
  const found = attempt('kernel-unusable', () => kernelOf(notebook, options));
  const language = found.spec.language;
  const { parameters, injected } = attempt('usage', () => {
    const declared = declaredParameters(notebook, language);
    const values = resolveParameters({ contract, profile, given: options.parameters ?? {}, declared });
    return { parameters: values, injected: injectParameters(notebook, language, values) };
  });
  const notices = injected.atTop
    ? [
        'no cell is tagged "parameters": the parameters are set in a new cell at the top, where later cells may overwrite them',
      ]
    : [];
  const layout = layoutOf(resolve(options.out), profile, name);
  return {
    path,
    folder: dirname(path),
    layout,
    profile,
    contract,
    parameters,
    notebook: injected.notebook,
    found,
    notices,
  };
}

/** Where the contract of a notebook stands: beside it. */
export function contractPath(notebook: string): string {
  return notebook.replace(/\.ipynb$/, '.schema.json');
}

/** A contract; undefined where there is none. Throws with every problem of an invalid one. */
export function readContract(file: string): NotebookContract | undefined {
  if (!existsSync(file)) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseNotebookContract(document, file);
}

function kernelOf(notebook: Notebook, options: RunOptions): FoundKernelSpec {
  const finding = { kernels: options.kernels ?? {}, surroundings: surroundingsOf(options.env) };
  if (options.kernel !== undefined) return findKernelSpec({ name: options.kernel }, finding);
  const spec = objectAt(notebook.metadata, 'kernelspec');
  const language = textAt(spec, 'language') ?? textAt(objectAt(notebook.metadata, 'language_info'), 'name');
  const name = textAt(spec, 'name') ?? language;
  if (name === undefined) {
    throw new KernelSpecError(
      'the notebook names no kernel: open it once in Jupyter and choose one, or use --kernel NAME',
    );
  }
  return findKernelSpec({ name, ...(language === undefined ? {} : { language }) }, finding);
}

function attempt<T>(kind: FailureKind, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new PreparationError({ kind, message: error.message });
  }
}
