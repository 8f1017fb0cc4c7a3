import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { convolution, initConvolution } from '../convolution.js';
import { initDense } from '../dense.js';
import { rng } from '../rng.js';
import { countOperations } from './recorder.js';
import { isOnShapes, onShapes } from './shape-backend.js';

beforeAll(() => tf.setBackend('cpu'));

const x = () => tf.ones<tf.Rank.R4>([2, 7, 5, 6]);
const vector = () => tf.tensor1d([1, 2, 3]);
const whole = () => tf.tensor1d([0, 1, 2], 'int32');

/** Each case runs on values and on shapes; both must agree on shapes, types and counts. */
const cases: Readonly<Record<string, () => tf.Tensor | tf.Tensor[]>> = {
  unary: () => tf.relu(tf.exp(x())),
  'unary int32': () => tf.abs(whole()),
  broadcast: () => tf.mul(x(), tf.ones([5, 1])),
  'mixed types': () => tf.add(vector(), whole()),
  addN: () => tf.addN([vector(), vector()]),
  compare: () => tf.greater(x(), 0),
  'logical not': () => tf.logicalNot(tf.less(x(), 0)),
  where: () => tf.where(tf.less(vector(), 2), vector(), tf.zeros([3])),
  cast: () => tf.cast(x(), 'int32'),
  clip: () => tf.clipByValue(x(), 0, 1),
  'sum of truth values': () => tf.sum(tf.less(x(), 0), 3),
  'sum, all axes': () => tf.sum(x()),
  'mean, kept axes': () => tf.mean(x(), [1, 2], true),
  'mean of int32': () => tf.mean(whole()),
  'max, last axis': () => tf.max(x(), -1),
  argMax: () => tf.argMax(x(), 2),
  all: () => tf.all(tf.less(x(), 0), 1),
  softmax: () => tf.softmax(x()),
  logSoftmax: () => tf.logSoftmax(x()),
  logSumExp: () => tf.logSumExp(x(), 3),
  moments: () => Object.values(tf.moments(x(), [0, 1, 2])),
  cumsum: () => tf.cumsum(x(), 1),
  topk: () => Object.values(tf.topk(x(), 3)),
  reshape: () => tf.reshape(x(), [-1, 6]),
  expandDims: () => tf.expandDims(x(), -1),
  squeeze: () => tf.squeeze(tf.ones([1, 3, 1])),
  transpose: () => tf.transpose(x(), [0, 3, 1, 2]),
  concat: () => tf.concat([x(), x()], -1),
  stack: () => tf.stack([vector(), vector()], -1),
  unstack: () => tf.unstack(x(), 2),
  split: () => tf.split(x(), [1, 4, 1], 3),
  slice: () => tf.slice(x(), [0, 2], [-1, 3]),
  stridedSlice: () => tf.stridedSlice(x(), [0, 1], [2, 7], [1, 2]),
  tile: () => tf.tile(x(), [1, 2, 1, 3]),
  broadcastTo: () => tf.broadcastTo(tf.ones([5, 1]), [7, 5, 6]),
  pad: () =>
    tf.pad(x(), [
      [0, 0],
      [1, 2],
      [3, 0],
      [0, 0],
    ]),
  mirrorPad: () =>
    tf.mirrorPad(
      x(),
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ],
      'reflect',
    ),
  reverse: () => tf.reverse(x(), 1),
  gather: () => tf.gather(x(), whole(), 2),
  gatherND: () => tf.gatherND(x(), tf.zeros([4, 2], 'int32')),
  scatterND: () => tf.scatterND(tf.tensor2d([[0], [1], [2]], [3, 1], 'int32'), vector(), [9]),
  oneHot: () => tf.oneHot(whole(), 5),
  fill: () => tf.fill([2, 3], 7),
  range: () => tf.range(0, 7, 2),
  linspace: () => tf.linspace(0, 1, 9),
  'space to batch': () =>
    tf.spaceToBatchND(
      tf.ones([2, 6, 4, 3]),
      [2, 2],
      [
        [0, 0],
        [1, 1],
      ],
    ),
  'batch to space': () =>
    tf.batchToSpaceND(
      tf.ones([8, 3, 3, 2]),
      [2, 2],
      [
        [0, 1],
        [0, 0],
      ],
    ),
  matMul: () => tf.matMul(tf.ones([3, 2, 5]), tf.ones([3, 7, 5]), false, true),
  'matMul, broadcast batch': () => tf.matMul(tf.ones([3, 2, 5]), tf.ones([5, 4])),
  conv2d: () => tf.conv2d(x(), tf.ones([3, 2, 6, 4]), [2, 1], 'same'),
  'conv2d, dilated': () => tf.conv2d(x(), tf.ones([3, 3, 6, 4]), 1, 'valid', 'NHWC', 2),
  'conv2d, own padding': () =>
    tf.conv2d(x(), tf.ones([3, 3, 6, 4]), 2, [
      [0, 0],
      [1, 2],
      [1, 0],
      [0, 0],
    ]),
  conv1d: () => tf.conv1d(tf.ones<tf.Rank.R3>([2, 9, 3]), tf.ones([5, 3, 4]), 1, 'same'),
  conv3d: () => tf.conv3d(tf.ones<tf.Rank.R5>([1, 4, 5, 6, 2]), tf.ones([2, 3, 3, 2, 3]), 1, 'same'),
  depthwise: () => tf.depthwiseConv2d(x(), tf.ones([3, 3, 6, 2]), 1, 'same'),
  transposed: () => tf.conv2dTranspose(x(), tf.ones([3, 3, 4, 6]), [2, 14, 10, 4], 2, 'same'),
  'grouped, dilated': () => {
    const params = initConvolution({ kernelSize: 3, inChannels: 6, outChannels: 4, groups: 2 }, rng(1));
    return convolution(params, x(), { groups: 2, dilation: 2, padding: 2 });
  },
  maxPool: () => tf.maxPool(x(), 3, 2, 1),
  avgPool: () => tf.avgPool(x(), [2, 3], [2, 1], 'valid'),
  maxPool3d: () => tf.maxPool3d(tf.ones<tf.Rank.R5>([1, 4, 6, 6, 2]), 2, 2, 'valid'),
  resizeBilinear: () => tf.image.resizeBilinear(x(), [3, 11]),
  cropAndResize: () => tf.image.cropAndResize(x(), tf.ones([4, 4]), tf.zeros([4], 'int32'), [3, 2]),
};

describe('onShapes', () => {
  it.each(Object.entries(cases))('gives the shapes, types and counts of a real run: %s', (_, run) => {
    const describeRun = () => {
      const { result, operations } = countOperations(run);
      const outputs = Array.isArray(result) ? result : [result];
      return { outputs: outputs.map(({ shape, dtype }) => ({ shape, dtype })), operations };
    };
    expect(onShapes(describeRun)).toEqual(describeRun());
  });

  it('restores the backend, also after an error, and leaves nothing behind', () => {
    const before = tf.memory().numTensors;
    expect(onShapes(() => isOnShapes())).toBe(true);
    expect(() => onShapes(() => tf.tidy(() => tf.matMul(tf.zeros([2, 3]), tf.zeros([2, 3]))))).toThrow();
    expect(tf.getBackend()).toBe('cpu');
    expect(isOnShapes()).toBe(false);
    expect(tf.findBackend('shapes')).toBeNull();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes tensors of the backend before without moving them', () => {
    const real = vector();
    onShapes(() => tf.tidy(() => tf.square(real).shape));
    expect([...real.dataSync()]).toEqual([1, 2, 3]);
  });

  it('says what is wrong when a value is read', () => {
    expect(() => onShapes(() => tf.tidy(() => tf.ones([2]).dataSync()))).toThrow(/only shapes are computed/);
  });

  it('initialises weights without drawing them', () => {
    const params = onShapes(() => initDense(50_000, 50_000, rng(1), { init: 'orthogonal' }));
    expect(params.kernel.shape).toEqual([50_000, 50_000]);
  });

  it('runs inside itself', () => {
    expect(onShapes(() => onShapes(() => tf.getBackend()))).toBe('shapes');
  });
});
