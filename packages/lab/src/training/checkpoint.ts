import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { decodeSafetensors, disposeTree, encodeSafetensors, type TensorTree } from '@atlas/tensor';
import { withPart } from './partition.js';
import { RecentEpochs } from './recent-epochs.js';
import { type EpochRecord, Selection } from './selection.js';
import { type Run } from './train.js';

export interface CheckpointOptions {
  /** The file. If it is there, the training goes on from it. */
  readonly path: string;
  /**
   * Says which training this is: architecture, data, seeds, schedule. A checkpoint with another text is refused,
   * because going on from it would give a result that no seed explains.
   */
  readonly identity: string;
  /** Save after this many steps. Default: after every epoch. */
  readonly everySteps?: number;
}

/** A checkpoint cannot be used. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** Saves and loads the state of one training; does nothing without options. */
export interface CheckpointKeeper<Params extends TensorTree> {
  /** @param like parameters of the same form: a file keeps leaves, and no branches without leaves */
  readonly load: (like: Params) => Run<Params> | undefined;
  readonly save: (run: Run<Params>) => void;
  /** Saves if it is time to. */
  readonly after: (run: Run<Params>, epochEnded: boolean) => void;
}

type Facts = {
  identity: string;
  step: number;
  seconds: number;
  lossSum: number;
  history: EpochRecord[];
  bestEpoch: number;
};

export function checkpointKeeper<Params extends TensorTree>(
  options: CheckpointOptions | undefined,
  average = 1,
): CheckpointKeeper<Params> {
  if (options === undefined) return { load: () => undefined, save: () => undefined, after: () => undefined };
  const { path, identity, everySteps } = options;
  /** The step that the file holds. */
  let written: number | undefined;
  const save = (run: Run<Params>): void => {
    if (run.step === written) return;
    const { best, history } = run.selection;
    const { step, seconds, lossSum } = run;
    const facts: Facts = { identity, step, seconds, lossSum, history, bestEpoch: best?.epoch ?? -1 };
    const tree = {
      params: run.params,
      state: run.state,
      recent: Object.fromEntries(run.recent.kept.map((params, place) => [place, params])),
      ...(best === undefined ? {} : { best: best.params }),
    };
    mkdirSync(dirname(path), { recursive: true });
    // In two moves: a crash while writing leaves the last good checkpoint where it was.
    const unfinished = `${path}.${process.pid}.unfinished`;
    try {
      writeFileSync(unfinished, encodeSafetensors(tree, { training: JSON.stringify(facts) }));
      renameSync(unfinished, path);
      written = step;
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw new CheckpointError(`checkpoint ${path}: cannot be written (${String(error)}).`, { cause: error });
    }
  };
  return {
    save,
    load: (like) => {
      if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
      const run = read(path, identity, like, average);
      written = run.step;
      return run;
    },
    after: (run, epochEnded) => {
      if (everySteps === undefined ? epochEnded : run.step % everySteps === 0) save(run);
    },
  };
}

function read<Params extends TensorTree>(path: string, identity: string, like: Params, average: number): Run<Params> {
  const { tree, facts } = decode(path);
  if (facts.identity !== identity) {
    disposeTree(tree);
    throw new CheckpointError(
      `checkpoint ${path}: expected the training '${identity}', found '${facts.identity}'. ` +
        `Remove the file, or give this training another path.`,
    );
  }
  // An optimiser without state has no leaves either.
  const { params, state = {}, recent = {}, best } = tree as Kept<Params>;
  const chosen = best === undefined ? undefined : { epoch: facts.bestEpoch, params: withPart(like, best) };
  const selection = new Selection<Params>(facts.history, chosen);
  const kept = Object.keys(recent).map((_, i) => withPart(like, recent[i]!));
  const { step, seconds, lossSum } = facts;
  return {
    params: withPart(like, params),
    state,
    step,
    seconds,
    lossSum,
    recent: new RecentEpochs<Params>(average, kept),
    selection,
  };
}

type Kept<Params> = { params: Params; state?: TensorTree; recent?: { [place: number]: Params }; best?: Params };

function decode(path: string): { readonly tree: TensorTree; readonly facts: Facts } {
  try {
    const { tree, metadata } = decodeSafetensors(readFileSync(path));
    const training = metadata['training'];
    if (training === undefined) throw new Error('it holds weights but no training');
    return { tree, facts: JSON.parse(training) as Facts };
  } catch (error) {
    throw new CheckpointError(
      `checkpoint ${path}: expected the state of a training, found something unreadable ` +
        `(${error instanceof Error ? error.message : String(error)}). Remove the file to start anew.`,
      { cause: error },
    );
  }
}
