import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { contractPath, readContract } from '@atlas/runner';
import { type JsonObject, type NotebookContract, type Profile, type SweepPlan } from '@atlas/schemas';
import { productOf } from './values.js';

/** One run of `atlas run`: a notebook with its parameters, and where its files go. */
export type PlannedRun = {
  /** What progress and summary call it: `05-channel`, in a sweep `05-channel seed=1`. */
  readonly label: string;
  readonly path: string;
  readonly out: string;
  readonly parameters: JsonObject;
  /** In a sweep, the values that tell this run from the others. */
  readonly point: JsonObject;
};

/** What is to be done with one notebook. */
export type NotebookPlan = {
  readonly runs: readonly PlannedRun[];
  /** Where more than one run is asked for. */
  readonly sweep?: SweepPlan & { readonly folder: string; readonly contract: NotebookContract | undefined };
};

const shortWord = /^[A-Za-z0-9._+-]{1,32}$/;

/** `gate=se,seed=1`: a folder that a person can find. Values that are no short words are replaced by a digest. */
export function pointName(point: JsonObject): string {
  const words = Object.entries(point).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const word = shortWord.test(text) ? text : createHash('sha256').update(text).digest('hex').slice(0, 12);
    return `${name}=${word}`;
  });
  return words.join(',');
}

/** @throws UsageError for parameters that cannot be read, DocumentError for an unusable contract */
export function planNotebook(path: string, texts: readonly string[], out: string, profile: Profile): NotebookPlan {
  const notebook = basename(path, '.ipynb');
  // Without parameters an unusable contract is reported by the run itself, and the other notebooks run.
  const contract = texts.length === 0 ? undefined : readContract(contractPath(path));
  const { swept, fixed, combinations } = productOf(texts, contract);
  if (combinations.length === 1) return { runs: [{ label: notebook, path, out, parameters: fixed, point: {} }] };
  const folder = join(out, 'sweeps', profile, notebook);
  return {
    runs: combinations.map((point) => ({
      label: `${notebook} ${pointName(point).replaceAll(',', ' ')}`,
      path,
      out: join(folder, 'runs', pointName(point)),
      parameters: { ...fixed, ...point },
      point,
    })),
    sweep: { notebook, profile, swept, fixed, folder, contract },
  };
}
