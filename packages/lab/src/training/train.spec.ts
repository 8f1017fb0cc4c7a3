import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import {
  chooseBackend,
  dense,
  type DenseParams,
  disposeTree,
  initDense,
  leaves,
  momentum,
  type MomentumState,
  type Optimiser,
  rng,
  sgd,
  type TensorTree,
  unflatten,
} from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { shuffledBatches } from './batches.js';
import { NonFiniteLossError } from './errors.js';
import { type TrainingProgress } from './progress.js';
import { constantRate, cosineRate } from './schedules.js';
import { trainingStep } from './step.js';
import { train, type TrainingOptions } from './train.js';

type Batch = { x: tf.Tensor2D; y: tf.Tensor2D };
/** `nothing` stands for a part without parameters, such as a dot product. */
type Params = { layer: DenseParams; statistics: { mean: tf.Tensor1D }; nothing: { [name: string]: never } };

/** Its state matters. */
const optimiser = momentum({ learningRate: 1 });

/** y = 2 x0 - x1 + 0.5, with a running mean of x0 beside the weights. */
const count = 64;
const inputs = Float32Array.from({ length: count * 2 }, (_, i) => Math.sin(i * 1.7));
const loss = (params: Params, { x, y }: Batch) => {
  expect(params.nothing).toEqual({});
  const moved = tf.keep(tf.add(tf.mul(params.statistics.mean, 0.9), tf.mul(tf.mean(x), 0.1)));
  return {
    loss: tf.mean(tf.squaredDifference(dense(params.layer, x), y)) as tf.Scalar,
    params: { ...params, statistics: { mean: moved as tf.Tensor1D } },
  };
};
const batches = (size = 8) =>
  shuffledBatches(count, size, rng(3), (indices): Batch => {
    const rows = [...indices].map((i) => [inputs[2 * i]!, inputs[2 * i + 1]!]);
    return { x: tf.tensor2d(rows), y: tf.tensor2d(rows.map(([a, b]) => [2 * a! - b! + 0.5])) };
  });

let folder: string;
let params: Params;
let options: TrainingOptions<Params, Batch>;
let tensorsBefore: number;
const values = (tree: TensorTree): [string, number[]][] => leaves(tree).map(([path, t]) => [path, [...t.dataSync()]]);

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas train '));
  tensorsBefore = tf.memory().numTensors;
  params = { layer: initDense(2, 1, rng(1)), statistics: { mean: tf.zeros([1]) }, nothing: {} };
  options = {
    params,
    step: trainingStep(loss, optimiser),
    batches: batches(),
    epochs: 6,
    schedule: cosineRate(0.1),
    rng: rng(5),
  };
});
afterEach(() => {
  disposeTree(params);
  expect(tf.memory().numTensors).toBe(tensorsBefore);
  rmSync(folder, { recursive: true });
});

describe('train', () => {
  it('learns, moves statistics past the optimiser, and leaves the initial parameters alone', async () => {
    const before = values(params);
    const result = await train({ ...options, epochs: 20 });
    const [w0, w1] = result.params.layer.kernel.dataSync();
    expect(w0).toBeCloseTo(2, 2);
    expect(w1).toBeCloseTo(-1, 2);
    expect(result.params.layer.bias!.dataSync()[0]).toBeCloseTo(0.5, 2);
    expect(result.params.statistics.mean.dataSync()[0]).not.toBe(0);
    expect(result).toMatchObject({ ended: 'finished', epoch: 19, steps: 160 });
    expect(result.history.at(-1)!.loss).toBeLessThan(1e-4 * result.history[0]!.loss);
    expect(values(params)).toEqual(before);
    disposeTree(result.params);
  });

  it('gives the same bits again, and others for another order of the batches', async () => {
    const [a, b] = [await train(options), await train(options)];
    const c = await train({ ...options, batches: batches(16) });
    expect(values(a.params)).toEqual(values(b.params));
    expect(values(a.params)).not.toEqual(values(c.params));
    [a, b, c].forEach((result) => disposeTree(result.params));
  });

  it('returns the parameters of the epoch that validates best', async () => {
    const scores = [0.1, 0.7, 0.3, 0.7, 0.2, 0.5];
    const seen: [string, number[]][][] = [];
    const validate = (now: Params, epoch: number): number => {
      seen.push(values(now));
      return scores[epoch]!;
    };
    const result = await train({ ...options, validate });
    expect(result.epoch).toBe(1);
    expect(values(result.params)).toEqual(seen[1]);
    expect(result.history.map((record) => record.validation)).toEqual(scores);
    disposeTree(result.params);
  });

  it('stops early when patience runs out', async () => {
    const scores = [0.1, 0.7, 0.3, 0.6, 0.9, 0.9];
    const result = await train({ ...options, validate: (_, epoch) => scores[epoch]!, patience: 2 });
    expect(result).toMatchObject({ ended: 'early', epoch: 1, steps: 32 });
    disposeTree(result.params);
  });

  it.each([1, 3, 8, 13, 40])('resumes after %i steps with the same bits', async (stopAfter) => {
    const path = join(folder, 'run.safetensors');
    const checkpoint = { path, identity: 'test' };
    const validate = (_: Params, epoch: number): number => [0.5, 0.9, 0.1, 0.2, 0.3, 0.4][epoch]!;
    const whole = await train({ ...options, validate });
    const stop = new AbortController();
    const onProgress = ({ step }: TrainingProgress): void => void (step + 1 === stopAfter && stop.abort());
    const half = await train({ ...options, validate, checkpoint, onProgress, signal: stop.signal });
    expect(half).toMatchObject({ ended: 'stopped', steps: stopAfter });
    const resumed = await train({ ...options, validate, checkpoint });
    expect(values(resumed.params)).toEqual(values(whole.params));
    expect(resumed.history).toEqual(whole.history);
    expect(resumed.epoch).toBe(1);
    [whole, half, resumed].forEach((result) => disposeTree(result.params));
  });

  it('averages the last epochs, also after a resumption, and validates the mean', async () => {
    const alone: [string, number[]][][] = [];
    const before = await train({ ...options, validate: (now) => alone.push(values(now)) });
    const averaged: [string, number[]][][] = [];
    const validate = (now: Params): number => averaged.push(values(now));
    const whole = await train({ ...options, average: 3, validate });
    const mean = (epochs: number[]) =>
      alone[0]!.map(([path, first], leaf) => [
        path,
        first.map((_, i) => epochs.reduce((sum, epoch) => sum + alone[epoch]![leaf]![1][i]!, 0) / epochs.length),
      ]);
    const close = (found: [string, number[]][], expected: ReturnType<typeof mean>) =>
      found.forEach(([, numbers], leaf) => expectClose(numbers, expected[leaf]![1] as number[]));
    close(averaged[0]!, mean([0]));
    close(averaged[1]!, mean([0, 1]));
    close(averaged[5]!, mean([3, 4, 5]));
    expect(values(whole.params)).toEqual(averaged[5]);

    const checkpoint = { path: join(folder, 'run.safetensors'), identity: 'average' };
    const stop = new AbortController();
    const onProgress = ({ step }: TrainingProgress): void => void (step === 36 && stop.abort());
    const half = await train({ ...options, average: 3, checkpoint, onProgress, signal: stop.signal });
    const resumed = await train({ ...options, average: 3, checkpoint });
    expect(values(resumed.params)).toEqual(values(whole.params));
    expect(resumed.seconds).toBeGreaterThan(half.seconds);
    [before, whole, half, resumed].forEach((result) => disposeTree(result.params));
    await expect(train({ ...options, average: 0 })).rejects.toThrow(/average: expected a number of epochs from 1/);
  });

  it('resumes from the last saved step when it is killed between two saves', async () => {
    const checkpoint = { path: join(folder, 'run.safetensors'), identity: 'test', everySteps: 5 };
    const whole = await train(options);
    const killed = train({
      ...options,
      checkpoint,
      onProgress: ({ step }) => {
        if (step === 12) throw new Error('killed');
      },
    });
    await expect(killed).rejects.toThrow('killed');
    const resumed = await train({ ...options, checkpoint });
    expect(values(resumed.params)).toEqual(values(whole.params));
    [whole, resumed].forEach((result) => disposeTree(result.params));
  });

  it('refuses a checkpoint of another training and a damaged one, and keeps the file', async () => {
    const path = join(folder, 'run.safetensors');
    const done = await train({ ...options, checkpoint: { path, identity: 'seed 1' } });
    disposeTree(done.params);
    await expect(train({ ...options, checkpoint: { path, identity: 'seed 2' } })).rejects.toThrow(
      /expected the training 'seed 2', found 'seed 1'. Remove the file/,
    );
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    await expect(train({ ...options, checkpoint: { path, identity: 'seed 1' } })).rejects.toThrow(
      /run.safetensors: expected the state of a training, found something unreadable/,
    );
    expect(existsSync(path)).toBe(true);
  });

  it('says where the loss stopped being a number, and keeps the last checkpoint', async () => {
    const checkpoint = { path: join(folder, 'run.safetensors'), identity: 'test' };
    const failing = train({ ...options, checkpoint, schedule: (step) => (step < 20 ? 0.01 : 1e30) });
    await expect(failing).rejects.toThrow(NonFiniteLossError);
    await expect(failing).rejects.toThrow(/the loss at step 2\d is .* Lower the rate/);
    const resumed = await train({ ...options, checkpoint, schedule: constantRate(0.01) });
    expect(resumed.history).toHaveLength(6);
    disposeTree(resumed.params);
  });

  it('clips the gradients of all leaves together', async () => {
    const norms: number[] = [];
    const watching: Optimiser<TensorTree> = {
      init: (p) => optimiser.init(p),
      update: (p, grads, state, rate) => {
        norms.push(Math.hypot(...leaves(grads).flatMap(([, leaf]) => [...leaf.dataSync()])));
        return optimiser.update(p, grads, state as MomentumState, rate);
      },
    };
    const result = await train({ ...options, epochs: 1, step: trainingStep(loss, watching, { clipNorm: 0.5 }) });
    expect(Math.max(...norms)).toBeLessThanOrEqual(0.500001);
    expect(norms[0]).toBeCloseTo(0.5, 5);
    disposeTree(result.params);
  });

  it('pulls kernels, and nothing else, towards zero with weight decay', async () => {
    const flat = { ...options, epochs: 1, schedule: constantRate(0.1) };
    const still = (p: Params) => tf.mul(0, tf.sum(p.layer.kernel)) as tf.Scalar;
    const result = await train({ ...flat, step: trainingStep(still, sgd({ learningRate: 1 }), { weightDecay: 0.5 }) });
    const factor = (1 - 0.1 * 0.5) ** 8;
    const kernel = [...params.layer.kernel.dataSync()];
    expectClose(
      result.params.layer.kernel,
      kernel.map((value) => [value * factor]),
    );
    expectClose(result.params.layer.bias!, [0]);
    disposeTree(result.params);
  });

  it('gives the loss another seed at every step, and the same ones after resuming', async () => {
    const seeds: number[] = [];
    const noting = (p: Params, batch: Batch, { seed }: { seed: tf.Scalar }) => {
      seeds.push(seed.dataSync()[0]!);
      return loss(p, batch);
    };
    const result = await train({ ...options, step: trainingStep(noting, optimiser) });
    expect(new Set(seeds).size).toBe(48);
    disposeTree(result.params);
  });

  it('tells how far it is and how long it will take', async () => {
    let clock = 0;
    const steps: TrainingProgress[] = [];
    const result = await train({ ...options, now: () => (clock += 100), onProgress: (step) => steps.push(step) });
    expect(steps).toHaveLength(48);
    expect(steps[0]!.secondsLeft).toBe(Number.POSITIVE_INFINITY);
    expect(steps.at(-1)).toMatchObject({ epoch: 5, epochs: 6, step: 47, steps: 48, secondsLeft: 0 });
    expect(steps[24]!.secondsLeft).toBeGreaterThan(steps[40]!.secondsLeft);
    disposeTree(result.params);
  });

  it('refuses a network without trainable parameters', async () => {
    const nothing = unflatten([['statistics/mean', params.statistics.mean]]) as Params;
    await expect(train({ ...options, params: nothing })).rejects.toThrow(/at least one trainable parameter/);
  });
});
