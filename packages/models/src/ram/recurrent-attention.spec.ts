import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { disposeTree, leaves, randomNormal, randomUniform, rng, valueAndGrads } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { linear, weightsOf, type Vector } from '../../test/plain-recurrent.js';
import { atRandom } from '../../test/translators.js';
import { hybridLoss } from './hybrid-loss.js';
import { initRecurrentAttention, recurrentAttention, type RecurrentAttentionParams } from './recurrent-attention.js';

beforeAll(() => tf.setBackend('cpu'));

const config = { patchSize: 2, glimpses: 3, classes: 4, stateSize: 5, hidden: 6, glimpseSize: 7 };
const images = () => randomUniform(rng(2), [3, 7, 9, 1]);
const noise = () => randomNormal(rng(3), [3, 2, 2]);
const labels = () => tf.oneHot(tf.tensor1d([0, 3, 1], 'int32'), 4) as tf.Tensor2D;
const create = () => atRandom(initRecurrentAttention(config, rng(1)));

/** One image once more as plain loops: places are given, the sensor is a patch of whole pixels. */
function plain(params: RecurrentAttentionParams, image: readonly Vector[], places: readonly Vector[]): number[] {
  const weights = weightsOf(params);
  const rectified = (...vectors: readonly Vector[]) =>
    vectors[0]!.map((_, i) =>
      Math.max(
        0,
        vectors.reduce((sum, vector) => sum + vector[i]!, 0),
      ),
    );
  let state: number[] = [0, 0, 0, 0, 0];
  for (const [down, across] of places) {
    const corner = (place: number, length: number) => Math.floor(((place + 1) / 2) * length + 0.5 - 1);
    const [top, left] = [corner(down!, 7), corner(across!, 9)];
    const patch = [0, 1].flatMap((i) => [0, 1].map((j) => image[top + i]?.[left + j] ?? 0));
    const what = rectified(linear(weights, 'glimpse/patch', patch));
    const where = rectified(linear(weights, 'glimpse/place', [down!, across!]));
    const seen = rectified(linear(weights, 'glimpse/fromPatch', what), linear(weights, 'glimpse/fromPlace', where));
    state = rectified(linear(weights, 'core/state', state), linear(weights, 'core/glimpse', seen));
  }
  return linear(weights, 'action', state);
}

describe('recurrentAttention', () => {
  it('equals plain loops over the equations', () => {
    const params = create();
    const places = tf.tensor3d(
      [0, 0, 0.5, -0.5, -1, 1, 0.2, 0.9, -0.3, 0.1, 1, 1, -0.8, 0, 0, -0.9, 0.6, 0.6],
      [3, 3, 2],
    );
    const { output, weights } = recurrentAttention(params, images(), { config, places });
    const pixels = images().arraySync() as number[][][][];
    const expected = (places.arraySync() as number[][][]).map((rows, index) =>
      plain(
        params,
        pixels[index]!.map((row) => row.map(([value]) => value!)),
        rows,
      ),
    );
    expectClose(output, expected, { rtol: 1e-4, atol: 1e-5 });
    expectClose(weights.location, places);
  });

  it('gives the places of every glimpse, a mean for all but the first, and a baseline beside each', () => {
    const { weights, baselines, output } = recurrentAttention(create(), images(), { config, noise: noise() });
    expect([weights.location.shape, weights.mean.shape, baselines.shape, output.shape]).toEqual([
      [3, 3, 2],
      [3, 2, 2],
      [3, 2],
      [3, 4],
    ]);
    const later = tf.slice(weights.location, [0, 1, 0], [-1, 2, -1]);
    expectClose(tf.sub(later, weights.mean), tf.mul(noise(), 0.1), { atol: 1e-5 });
  });

  it('starts at the centre, or where it is told', () => {
    const first = tf.tensor2d([1, 0, 0, 1, -1, -1], [3, 2]);
    const start = (options: object) =>
      tf.slice(recurrentAttention(create(), images(), { config, ...options }).weights.location, [0, 0, 0], [-1, 1, -1]);
    expectClose(tf.reshape(start({}), [3, 2]), tf.zeros([3, 2]));
    expectClose(tf.reshape(start({ first }), [3, 2]), first);
  });

  it('answers after a single glimpse', () => {
    const own = { ...config, glimpses: 1 };
    const result = recurrentAttention(atRandom(initRecurrentAttention(own, rng(1))), images(), { config: own });
    expect([result.output.shape, result.weights.mean.shape, result.baselines.shape]).toEqual([
      [3, 4],
      [3, 0, 2],
      [3, 0],
    ]);
    const { loss, classification } = hybridLoss(result, labels(), own);
    expectClose(loss, classification);
  });

  it('refuses places and noise of another shape', () => {
    expect(() => recurrentAttention(create(), images(), { config, noise: tf.zeros([3, 3, 2]) })).toThrow(
      'recurrent attention noise: expected shape [3, 2, 2], found [3, 3, 2].',
    );
    expect(() => recurrentAttention(create(), images(), { config, places: tf.zeros([3, 2, 2]) })).toThrow(
      'recurrent attention places: expected shape [3, 3, 2], found [3, 2, 2].',
    );
  });

  it('leaks no tensor', () => {
    const params = create();
    const [x, drawn, y] = [images(), noise(), labels()];
    const before = tf.memory().numTensors;
    const result = recurrentAttention(params, x, { config, noise: drawn });
    disposeTree(hybridLoss(result, y, config));
    disposeTree(result);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('hybridLoss', () => {
  const gradients = (of: 'loss' | 'classification' | 'location' | 'baseline') => {
    const drawn = noise();
    const { grads } = valueAndGrads(
      (p) => hybridLoss(recurrentAttention(p, images(), { config, noise: drawn }), labels(), config)[of],
      create(),
    );
    return Object.fromEntries(leaves(grads).map(([path, leaf]) => [path, tf.max(tf.abs(leaf)).dataSync()[0]!]));
  };
  const moved = (found: { readonly [path: string]: number }) =>
    Object.keys(found).filter((path) => found[path]! > 1e-8);

  it('trains every parameter', () => {
    expect(moved(gradients('loss')).sort()).toEqual(leaves(create()).map(([path]) => path));
  });

  it('lets the reward train the location network alone, and its error the baseline alone', () => {
    expect(moved(gradients('location')).sort()).toEqual(['glimpse/location/bias', 'glimpse/location/kernel']);
    expect(moved(gradients('baseline')).sort()).toEqual(['baseline/bias', 'baseline/kernel']);
    expect(moved(gradients('classification')).filter((path) => /location|baseline/.test(path))).toEqual([]);
  });

  it('lets the reward train glimpses and core too where it is told to, but not the answer or the baseline', () => {
    const whole = { ...config, rewardTrains: 'whole' } as const;
    const drawn = noise();
    const { grads } = valueAndGrads(
      (p) => hybridLoss(recurrentAttention(p, images(), { config: whole, noise: drawn }), labels(), whole).location,
      create(),
    );
    const found = leaves(grads).filter(([, leaf]) => tf.max(tf.abs(leaf)).dataSync()[0]! > 1e-8);
    const others = leaves(create())
      .map(([path]) => path)
      .filter((path) => !/^(action|baseline)/.test(path));
    expect(found.map(([path]) => path).sort()).toEqual(others.sort());
  });

  it('judges the places by other rewards where it is told to, and still says what the answers earned', () => {
    const result = recurrentAttention(create(), images(), { config, noise: noise() });
    const plainLoss = hybridLoss(result, labels(), config);
    const judged = hybridLoss(result, labels(), config, (reward) => tf.sub(1, reward));
    expectClose(judged.reward, plainLoss.reward);
    expectClose(judged.classification, plainLoss.classification);
    expectClose(
      judged.baseline,
      tf.mean(tf.squaredDifference(result.baselines, tf.expandDims(tf.sub(1, judged.reward), 1))),
    );
    expect(judged.location.dataSync()[0]).not.toBeCloseTo(plainLoss.location.dataSync()[0]!, 3);
  });

  it('rewards the probability of the right answer, and sums over the choices of an image', () => {
    const result = recurrentAttention(create(), images(), { config, noise: noise() });
    const { reward, location, baseline } = hybridLoss(result, labels(), config);
    const probabilities = tf.softmax(result.output).arraySync();
    const rewards = [0, 3, 1].map((label, i) => probabilities[i]![label]!);
    expectClose(reward, Float32Array.from(rewards));
    const [b, mean, place] = [result.baselines, result.weights.mean, result.weights.location].map((x) =>
      x.arraySync(),
    ) as [number[][], number[][][], number[][][]];
    let [expectedLocation, error] = [0, 0];
    for (let image = 0; image < 3; image++) {
      for (let choice = 0; choice < 2; choice++) {
        const squares = [0, 1].map(
          (axis) => ((place[image]![choice + 1]![axis]! - mean[image]![choice]![axis]!) / 0.1) ** 2,
        );
        const log = -(squares[0]! + squares[1]!) / 2 - 2 * Math.log(0.1 * Math.sqrt(2 * Math.PI));
        expectedLocation -= ((rewards[image]! - b[image]![choice]!) * log) / 3;
        error += (b[image]![choice]! - rewards[image]!) ** 2 / 6;
      }
    }
    expectClose(location, expectedLocation, { rtol: 1e-3 });
    expectClose(baseline, error, { rtol: 1e-4 });
  });
});
