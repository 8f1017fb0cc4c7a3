import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, leaves, mapTree, rng, type TensorTree } from '@atlas/tensor';
import { expectNoLeakOnError } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  constant,
  drawWeights,
  exampleInstance,
  gNonLocal,
  initNonLocal,
  mechanisms,
  reinforceLoss,
  scaledDotProduct,
  similarityAttention,
  weightTables,
  winnerTakesAll,
  type AnyMechanism,
} from '../src/index.js';
import { cases } from './support/cases.js';

beforeAll(() => chooseBackend());

const { se, eca, sk, cbam, bam, nl, snl, gc, apnb, afnb, gsop, additive } = mechanisms;

const configurations: [AnyMechanism, object, RegExp][] = [
  [se, { channels: 10, reduction: 4 }, /squeeze-excite channels: expected a multiple of the reduction 4, found 10/],
  [se, { channels: 8 }, /squeeze-excite reduction: expected at most the 8 channels, found 16/],
  [se, { channels: 8, reduction: NaN }, /squeeze-excite reduction: expected an integer of at least 1, found NaN/],
  [se, { channels: 0 }, /squeeze-excite channels: expected an integer of at least 1, found 0/],
  [eca, { channels: 8, kernelSize: 4 }, /efficient-channel kernelSize: expected an odd number, found 4/],
  [eca, { channels: NaN }, /efficient-channel channels: expected an integer of at least 1, found NaN/],
  [
    eca,
    { channels: 8, interaction: 'grouped', groups: 3 },
    /efficient-channel channels: expected a multiple of 3, found 8/,
  ],
  [sk, { channels: 48 }, /selective-kernel channels: expected a multiple of 32, found 48/],
  [
    sk,
    { channels: 32, branches: [{ kernelSize: 2 }, { kernelSize: 3 }] },
    /selective-kernel kernelSize: .* odd .* found 2/,
  ],
  [sk, { channels: 32, branches: [{ kernelSize: 3 }] }, /selective-kernel branches: .* at least 2, found 1/],
  [cbam, { channels: 32, kernelSize: 6 }, /cbam kernelSize: expected an odd number, found 6/],
  [cbam, { channels: 8 }, /cbam reduction: expected at most the 8 channels, found 16/],
  [bam, { channels: 40 }, /bam channels: expected a multiple of the reduction 16, found 40/],
  [bam, { channels: 32, dilation: NaN }, /bam dilation: expected an integer of at least 1, found NaN/],
  [nl, { channels: 1 }, /non-local inner: expected an integer of at least 1, found 0/],
  [nl, { channels: NaN }, /non-local channels: .* found NaN/],
  [snl, { channels: 2.5 }, /simplified-non-local channels: .* found 2.5/],
  [gc, { channels: 40 }, /global-context channels: expected a multiple of the reduction 16, found 40/],
  [
    mechanisms['danet-position'],
    { channels: 4 },
    /position-attention reduction: expected at most the 4 channels, found 8/,
  ],
  [mechanisms['danet-channel'], { channels: -1 }, /channel-attention channels: .* found -1/],
  [apnb, { channels: 8, pyramid: [1, 0] }, /pyramid-pooling sizes: .* found 0/],
  [afnb, { lowChannels: 8, highChannels: NaN }, /asymmetric-fusion highChannels: .* found NaN/],
  [gsop, { channels: 8, reduced: 1 }, /second-order reduced: .* at least 2, found 1/],
  [additive, { stateSize: 3, annotationSize: NaN, hidden: 2 }, /additive annotationSize: .* found NaN/],
  [mechanisms['multi-head'], { features: 10, heads: 3 }, /multi-head features: expected a multiple of 3, found 10/],
  [mechanisms['self-attention'], { features: 4, keySize: 0 }, /self-attention keySize: .* found 0/],
  [
    mechanisms['similarity-attention'],
    { similarity: 'cosine', querySize: 4, keySize: 5 },
    /similarity-attention keySize: expected 4, the query size, for 'cosine', found 5/,
  ],
  [
    mechanisms['temporal-gate'],
    { channels: 8, kernelSize: 2 },
    /temporal-gate kernelSize: expected an odd number, found 2/,
  ],
  [
    mechanisms['temporal-gate'],
    { channels: 6 },
    /temporal-gate channels: expected a multiple of the reduction 4, found 6/,
  ],
  [mechanisms['linear-memory'], { blockSize: 0 }, /linear-memory blockSize: .* found 0/],
  [mechanisms['hard-attention'], { patchSize: 0 }, /hard-attention patchSize: .* found 0/],
  [mechanisms['hard-attention'], { deviation: NaN }, /hard-attention deviation: .* found NaN/],
  [mechanisms['spectral-residual'], { size: 2 }, /spectral-residual size: .* at least 4, found 2/],
];

describe('a configuration that cannot be: mechanism, argument, expected and found', () => {
  it.each(configurations.map(([mechanism, config, message]) => [mechanism.name, config, mechanism, message] as const))(
    '%s %j',
    (_name, config, mechanism, message) => {
      expect(() => mechanism.init(config, rng(1))).toThrow(message);
    },
  );
});

const describesBoth = /^[a-z-]+ .*: .*(expected|is empty).*/;

describe('an input of another form', () => {
  const first = cases.filter(([, mechanism, example]) => Object.keys(mechanism.examples)[0] === example);
  const run = (mechanism: AnyMechanism, change: (leaf: tf.Tensor) => tf.Tensor) => {
    const instance = exampleInstance(mechanism, rng(1));
    const input: TensorTree = mapTree(instance.input, change);
    return () => instance.apply(instance.params, input);
  };

  // Scaled dot product takes any number of leading axes, so that heads may be among them.
  const fixedRank = first.filter(([, { name }]) => name !== 'scaled-dot-product');
  it.each(fixedRank)('%s: too many axes are named, with expected and found shape', (_title, mechanism) => {
    const wrong = run(mechanism, (leaf) => tf.expandDims(tf.expandDims(leaf)));
    expect(wrong).toThrow(describesBoth);
    expect(wrong).toThrow(/\[1, 1, /);
    expectNoLeakOnError(wrong);
  });

  it.each(first)('%s: too few axes are named', (_title, mechanism) => {
    const wrong = run(mechanism, (leaf) => tf.reshape(leaf, [leaf.size]));
    expect(wrong).toThrow(describesBoth);
    expect(wrong).toThrow(/\[\d+\]/);
    expectNoLeakOnError(wrong);
  });

  it.each(first)('%s: an empty axis is named', (_title, mechanism) => {
    const empty = run(mechanism, (leaf) => tf.zeros(leaf.shape.map((size, axis) => (axis === 1 ? 0 : size))));
    expect(empty).toThrow(describesBoth);
    expectNoLeakOnError(empty);
  });

  const channels = first.filter(
    ([, mechanism]) =>
      leaves(exampleInstance(mechanism, rng(1)).params).length > 0 &&
      !['danet-channel', 'eca'].includes(mechanism.name),
  );
  it.each(channels)('%s: other channels than the parameters have are named', (_title, mechanism) => {
    const more = run(mechanism, (leaf) => tf.concat([leaf, leaf], leaf.rank - 1));
    expect(more).toThrow(describesBoth);
    expectNoLeakOnError(more);
  });
});

describe('what one mechanism alone can be given wrongly', () => {
  const query = () => tf.zeros<tf.Rank.R3>([2, 3, 5]);

  it('a mask that does not fit, or is not boolean', () => {
    const input = { query: query(), key: query(), value: query() };
    const shape = () => scaledDotProduct<tf.Tensor3D>({}, input, { mask: tf.ones([4, 3], 'bool') });
    expect(shape).toThrow('scaled-dot-product mask: expected a shape that broadcasts to [2, 3, 3], found [4, 3].');
    const kind = () => scaledDotProduct<tf.Tensor3D>({}, input, { mask: tf.ones([3, 3]) });
    expect(kind).toThrow(
      'scaled-dot-product mask: expected boolean values, true where a query may attend, found float32.',
    );
  });

  it('keys of another size than the queries, values of another length than the keys', () => {
    const key = tf.zeros<tf.Rank.R3>([2, 7, 4]);
    expect(() => scaledDotProduct<tf.Tensor3D>({}, { query: query(), key, value: key })).toThrow(
      /scaled-dot-product key: expected shape \[2, key, 5\].*found \[2, 7, 4\]/,
    );
    expect(() => scaledDotProduct<tf.Tensor3D>({}, { query: query(), key: query(), value: key })).toThrow(
      /scaled-dot-product value: expected \[\.\.\., 3, valueSize\] of rank 3, found \[2, 7, 4\]/,
    );
  });

  it('time asked of an image, pooled keys of a single row, pooled keys over time', () => {
    const params = initNonLocal({ channels: 4 }, rng(1));
    const image = tf.zeros<tf.Rank.R4>([1, 1, 5, 4]);
    expect(() => gNonLocal(params, image, { over: 'time' })).toThrow(
      'non-local x: expected shape [batch, time, height, width, 4] to run over time, found [1, 1, 5, 4].',
    );
    expect(() => gNonLocal(params, image, { pooledKeys: true })).toThrow(
      /height and width of at least 2 for pooled keys/,
    );
    const video = tf.zeros<tf.Rank.R5>([1, 3, 4, 4, 4]);
    expect(() => gNonLocal(params, video, { over: 'time', pooledKeys: true })).toThrow(
      /pooledKeys: expected false over 'time'/,
    );
  });

  it('a similarity whose parameters are not there', () => {
    const input = { query: query(), key: query(), value: query() };
    expect(() => similarityAttention({}, input, { similarity: 'mlp' })).toThrow(
      "similarity-attention params: expected 'mlp' in them, found none. Make them with initSimilarityAttention.",
    );
  });

  it('an image too small for nine scales', () => {
    expect(() => mechanisms['itti-koch'].apply({}, tf.zeros([1, 20, 64, 3]))).toThrow(
      /itti-koch x: expected a height and a width of at least 32 for nine scales, found \[1, 20, 64, 3\]/,
    );
  });

  it('rewards of another number than places, fixations that are no number', () => {
    const two = tf.zeros<tf.Rank.R2>([3, 2]);
    expect(() => reinforceLoss({ mean: two, location: two, deviation: 1 }, tf.zeros([4]))).toThrow(
      /reinforce reward: .*\[3\].*\[4\]/,
    );
    expect(() => winnerTakesAll(tf.zeros([1, 4, 4]), { fixations: NaN })).toThrow(
      /winner-takes-all fixations: .* found NaN/,
    );
  });

  it('an example, an axis or a position that is not there', () => {
    expect(() => exampleInstance(se, rng(1), 'other')).toThrow(
      /^se example: expected one of paper, code.*found 'other'/,
    );
    const instance = exampleInstance(se, rng(1));
    expect(() => drawWeights(instance, { head: 0 })).toThrow(/batch \(2\), channel \(12\), found head: 0/);
    expect(() => drawWeights(instance, { batch: 2 })).toThrow(/found batch: 2/);
    expect(() => weightTables(tf.zeros([2, 3]), { '': ['batch'] })).toThrow(
      /expected 2 axis names for \[2, 3\], found \[batch\]/,
    );
    expect(constant(1)(tf.zeros([2])).arraySync()).toEqual([1, 1]);
  });
});
