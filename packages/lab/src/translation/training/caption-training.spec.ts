import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, disposeTree, leaves, rng, type TensorTree } from '@atlas/tensor';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { pairs, wordByWord } from '../../../test/word-by-word.js';
import { captionQuality } from '../evaluation/caption-quality.js';
import { captionsOf } from '../text/captions.js';
import { captionTraining, longestCaption } from './caption-training.js';

beforeAll(async () => void (await chooseBackend({ backend: 'cpu' })));

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'captions '));
  vi.stubEnv('ATLAS_CACHE', cache);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

const toy = captionsOf(
  'de',
  { train: pairs, validation: pairs.slice(0, 8), test: pairs.slice(8, 20) },
  { merges: 100, longest: longestCaption },
);
const config = { words: 16 };
const recipe = { epochs: 4, size: 4, rate: { peak: 0.3 }, smoothing: 0.1, average: 1 } as const;
const translator = { ...wordByWord, name: 'toy' };
const training = (changes: Partial<typeof recipe> = {}) =>
  captionTraining(translator, config, { ...recipe, ...changes }, toy);
const values = (tree: TensorTree) => leaves(tree).map(([, leaf]) => [...leaf.dataSync()]);
const files = () => readdirSync(join(cache, 'trainings'));

describe('captionTraining', () => {
  it('is there at once when it was finished before, with the same bits and the time it took', async () => {
    const first = await training().learn(1);
    const steps: number[] = [];
    const again = await training().learn(1, { onProgress: ({ step }) => steps.push(step) });
    expect(steps).toEqual([]);
    expect(values(again.params)).toEqual(values(first.params));
    expect(again.seconds).toBe(first.seconds);
    expect(files()).toEqual([expect.stringMatching(/^captions-de-toy-[0-9a-f]{16}\.safetensors$/)]);
    [first, again].forEach(({ params }) => disposeTree(params));
  });

  it('keeps trainings with another recipe or seed apart', async () => {
    const results = [
      await training().learn(1),
      await training().learn(2),
      await training({ epochs: 2 } as object).learn(1),
    ];
    expect(new Set(files()).size).toBe(3);
    results.forEach(({ params }) => disposeTree(params));
  });
});

describe('captionQuality', () => {
  it('chooses a search on held-out captions, and scores whole words by length', async () => {
    const system = training();
    const { params } = await system.learn(1);
    const before = tf.memory().numTensors;
    const quality = captionQuality(system, params, toy, rng(4));
    expect(tf.memory().numTensors).toBe(before);
    expect(quality.tried.map(({ beam }) => beam)).toEqual([1, 4, 4]);
    expect(quality.chosen).toEqual({ beam: 1, lengthPenalty: 0 }); // the cheapest of equally good ones
    expect(quality.hypotheses).toEqual(toy.test.map(({ target }) => target));
    expect([quality.greedy, quality.test.mean]).toEqual([100, 100].map((score) => expect.closeTo(score)));
    // The test has 44 words: too few for a text of 46.
    expect(quality.byLength.map(({ words }) => words)).toEqual(['4–10', '11–20', '21–30', '31–45']);
    expect(quality.byLength[3]!.pairs).toBe(1);
    disposeTree(params);
  });
});
