import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { adam, chooseBackend, leaves, type TensorTree } from '@atlas/tensor';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { english, esperanto, pairs, wordByWord } from '../../../test/word-by-word.js';
import { NonFiniteLossError } from '../../training/errors.js';
import { constantRate } from '../../training/schedules.js';
import { Vocabulary } from '../text/vocabulary.js';
import { encodePairs } from './encoded-pairs.js';
import { translatorTraining } from './translator-training.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'translator-training-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const vocabularies = {
  source: Vocabulary.of([english]),
  target: Vocabulary.of([esperanto]),
};
const encoded = encodePairs(pairs, vocabularies);
const recipe = {
  optimiser: adam(),
  schedule: constantRate(0.3),
  epochs: 4,
  buckets: { size: 4, lengths: [4, 8], curriculum: [1] },
  smoothing: 0.1,
};
const system = (changes: object = {}) =>
  translatorTraining(wordByWord, { words: 9 }, { ...recipe, ...changes }, encoded.slice(0, 8));
const values = (tree: TensorTree) => leaves(tree).map(([path, leaf]) => [path, [...leaf.dataSync()]]);

describe('translatorTraining', () => {
  it('trains, predicts and searches with one network', async () => {
    const { train, predict, search } = system();
    const before = tf.memory().numTensors;
    const { params, history, ended } = await train(1, encoded);
    expect(ended).toBe('finished');
    expect(history.map(({ validation }) => validation! < 0)).toEqual([true, true, true, true]);
    expect(predict(params).accuracy).toBe(1);
    const source = vocabularies.source.encode(['good', 'dog']);
    const [translation] = search({ size: 1, lengths: [8] })(params, [source]);
    expect(vocabularies.target.decode(translation!.words)).toEqual(['bona', 'hundon']);
    tf.dispose([params.table.kernel, params.table.bias!]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('ends on a signal with the work kept, and goes on to the same bits', async () => {
    const whole = await system().train(2, encoded);
    const checkpoint = { path: join(folder, 'one.safetensors'), identity: 'word by word, seed 2', everySteps: 3 };
    const controller = new AbortController();
    const stopped = await system().train(2, encoded, {
      checkpoint,
      signal: controller.signal,
      onProgress: ({ step }) => (step === 12 ? controller.abort() : undefined),
    });
    expect([stopped.ended, stopped.steps]).toEqual(['stopped', 13]);
    const resumed = await system().train(2, encoded, { checkpoint });
    expect(values(resumed.params)).toEqual(values(whole.params));
    expect(resumed.history).toEqual(whole.history);
  });

  it('says that a checkpoint is cut off, and leaves it where it is', async () => {
    const checkpoint = { path: join(folder, 'two.safetensors'), identity: 'cut off' };
    await system().train(3, encoded, { checkpoint });
    truncateSync(checkpoint.path, 300);
    await expect(system().train(3, encoded, { checkpoint })).rejects.toThrow(/expected the state of a training/);
    expect(existsSync(checkpoint.path)).toBe(true);
  });

  it('says at which step a loss was no number, and keeps the last checkpoint', async () => {
    const checkpoint = { path: join(folder, 'three.safetensors'), identity: 'rates', everySteps: 6 };
    const schedule = (step: number) => (step < 7 ? 0.1 : NaN);
    await expect(system({ schedule }).train(4, encoded, { checkpoint })).rejects.toThrow(NonFiniteLossError);
    const kept = readFileSync(checkpoint.path);
    expect(kept.length).toBeGreaterThan(300);
    const resumed = await system().train(4, encoded, { checkpoint });
    expect(resumed.ended).toBe('finished');
  });
});
