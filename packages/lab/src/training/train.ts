import * as tf from '@tensorflow/tfjs-core';
import { child, cloneTree, disposeTree, type Rng, type TensorTree, uniformValues } from '@atlas/tensor';
import { type BatchSource } from './batches.js';
import { type CheckpointOptions, checkpointKeeper } from './checkpoint.js';
import { NonFiniteLossError } from './errors.js';
import { RecentEpochs } from './recent-epochs.js';
import { breather, timeLeft, type TrainingProgress } from './progress.js';
import { type Schedule } from './schedules.js';
import { type EpochRecord, Selection } from './selection.js';
import { type TrainingStep } from './step.js';

export interface TrainingOptions<Params extends TensorTree, Batch extends TensorTree> {
  /** Where the training starts; copied, not changed. */
  readonly params: Params;
  /** Loss and optimiser; stays the caller's to free. */
  readonly step: TrainingStep<Params, Batch>;
  readonly batches: BatchSource<Batch>;
  readonly epochs: number;
  readonly schedule: Schedule;
  /** Seeds what a loss draws by `context.seed`. */
  readonly rng: Rng;
  /** How good the parameters are after an epoch, higher is better. With it, the best epoch's parameters are returned. */
  readonly validate?: (params: Params, epoch: number) => number | Promise<number>;
  /** The parameters after an epoch are the mean of those after the last ones, so many of them. Default 1. */
  readonly average?: number;
  /** Stop when this many epochs in a row bring no better validation. Default: never. */
  readonly patience?: number;
  readonly checkpoint?: CheckpointOptions;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Ends the training after the step at hand; the result and the checkpoint keep the work. */
  readonly signal?: AbortSignal;
  /** The clock in milliseconds, for progress only. */
  readonly now?: () => number;
}

export interface TrainingResult<Params extends TensorTree> {
  /** Those of the best epoch, or the last ones without `validate`. The caller owns them. */
  readonly params: Params;
  readonly history: readonly EpochRecord[];
  /** The epoch of `params`, from 0; -1 if the training ended before its first epoch did. */
  readonly epoch: number;
  readonly steps: number;
  /** What the training took, from its first step on, also in earlier processes. */
  readonly seconds: number;
  readonly ended: 'finished' | 'early' | 'stopped';
}

/**
 * Trains a network given as plain functions of a parameter tree:
 *
 *   const step = trainingStep((params, batch) => loss(network(params, batch.x), batch.y), adam(), { clipNorm: 1 });
 *   const { params } = await train({ params: init, step, batches, epochs: 5, schedule: cosineRate(0.01), rng: rng(1) });
 *
 * The result depends on the options and the seed alone, also when the training was broken off and resumed from its
 * checkpoint: batches are asked for by number, and every random number has a label.
 *
 * @throws NonFiniteLossError when the loss or the gradients stop being numbers
 * @throws CheckpointError when the checkpoint is damaged or of another training
 */
export async function train<Params extends TensorTree, Batch extends TensorTree>(
  options: TrainingOptions<Params, Batch>,
): Promise<TrainingResult<Params>> {
  const { batches, epochs, now = performance.now.bind(performance) } = options;
  const steps = epochs * batches.perEpoch;
  const keeper = checkpointKeeper<Params>(options.checkpoint, options.average);
  const run = keeper.load(options.params) ?? begin(options);
  const remaining = timeLeft(steps, now);
  const began = now() - 1000 * run.seconds;
  const breathe = breather(50, now);
  const stopped = (): boolean => options.signal?.aborted ?? false;
  try {
    while (run.step < steps && !run.selection.isOver(options.patience) && !stopped()) {
      const epoch = Math.floor(run.step / batches.perEpoch);
      const loss = oneStep(run, options, steps);
      run.lossSum += loss;
      run.step += 1;
      run.seconds = (now() - began) / 1000;
      options.onProgress?.({
        epoch,
        epochs,
        step: run.step - 1,
        steps,
        loss,
        learningRate: options.schedule(run.step - 1, steps),
        secondsLeft: remaining(run.step - 1),
        ...run.selection.latest(),
      });
      if (run.step % batches.perEpoch === 0) {
        await endEpoch(run, options, epoch);
      }
      keeper.after(run, run.step % batches.perEpoch === 0);
      await breathe();
    }
    keeper.save(run);
    const ended = stopped() ? 'stopped' : run.step < steps ? 'early' : 'finished';
    const current = run.recent.mean(run.params);
    const chosen = run.selection.choose(current);
    disposeTree(current);
    return { ...chosen, steps: run.step, seconds: run.seconds, ended };
  } finally {
    disposeTree(run.params);
    disposeTree(run.state);
    run.recent.dispose();
    run.selection.dispose();
  }
}

/** A training at a moment between two steps: all that a checkpoint must hold. */
export type Run<Params extends TensorTree> = {
  params: Params;
  state: TensorTree;
  step: number;
  /** What the steps so far took. */
  seconds: number;
  lossSum: number;
  recent: RecentEpochs<Params>;
  selection: Selection<Params>;
};

function begin<Params extends TensorTree, Batch extends TensorTree>(
  options: TrainingOptions<Params, Batch>,
): Run<Params> {
  const recent = new RecentEpochs<Params>(options.average ?? 1);
  const state = options.step.init(options.params);
  return {
    params: cloneTree(options.params),
    state,
    step: 0,
    seconds: 0,
    lossSum: 0,
    recent,
    selection: new Selection<Params>(),
  };
}

async function endEpoch<Params extends TensorTree, Batch extends TensorTree>(
  run: Run<Params>,
  { batches, validate }: TrainingOptions<Params, Batch>,
  epoch: number,
): Promise<void> {
  run.recent.add(run.params);
  const params = run.recent.mean(run.params);
  try {
    const validation = await validate?.(params, epoch);
    run.selection.endEpoch(epoch, run.lossSum / batches.perEpoch, validation, params);
  } finally {
    disposeTree(params);
  }
  run.lossSum = 0;
}

function oneStep<Params extends TensorTree, Batch extends TensorTree>(
  run: Run<Params>,
  { step, batches, schedule, rng }: TrainingOptions<Params, Batch>,
  steps: number,
): number {
  const rate = schedule(run.step, steps);
  const batch = batches.batch(Math.floor(run.step / batches.perEpoch), run.step % batches.perEpoch);
  const learningRate = tf.scalar(rate);
  const seed = tf.scalar(seedOf(rng, run.step), 'int32');
  const before = { params: run.params, state: run.state };
  const after = step.run({ ...before, batch, learningRate, seed });
  const loss = after.loss.dataSync()[0]!;
  const norm = after.gradientNorm.dataSync()[0]!;
  tf.dispose([learningRate, seed, after.loss, after.gradientNorm]);
  disposeTree(batch);
  run.params = after.params;
  run.state = after.state;
  disposeTree(before.params);
  disposeTree(before.state);
  if (!Number.isFinite(loss) || !Number.isFinite(norm)) throw new NonFiniteLossError(run.step, loss, norm, rate);
  return loss;
}

/** A seed in [0, 2^24), which every backend holds exactly. */
function seedOf(rng: Rng, step: number): number {
  return Math.floor(uniformValues(child(child(rng, 'step'), step), 1)[0]! * 2 ** 24);
}
