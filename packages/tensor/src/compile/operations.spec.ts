import { expectClose } from '@atlas/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, it } from 'vitest';
import { chooseBackend } from '../backend.js';
import { randomNormal, rng } from '../rng.js';
import { leaves } from '../tree.js';
import { compile } from './compile.js';

type Operation = (x: tf.Tensor) => tf.Tensor | tf.Tensor[];

const matrix = () => tf.reshape(tf.range(0, 12), [4, 3]) as tf.Tensor2D;
const asBool = (x: tf.Tensor) => tf.greater(x, 0);
const asInt = (x: tf.Tensor) => tf.cast(tf.mul(x, 5), 'int32');
const asImage = (x: tf.Tensor) => tf.reshape(x, [1, 4, 3, 2]) as tf.Tensor4D;
const asVideo = (x: tf.Tensor) => tf.reshape(x, [1, 4, 3, 2, 1]) as tf.Tensor5D;
const positive = (x: tf.Tensor) => tf.add(tf.abs(x), 0.5);

/** Functions of x, [2, 4, 3], with a gradient for x. */
const differentiable: Record<string, Operation> = {
  abs: tf.abs,
  acos: (x) => tf.acos(tf.div(x, 4)),
  acosh: (x) => tf.acosh(tf.add(positive(x), 1)),
  add: (x) => tf.add(x, 2),
  addN: (x) => tf.addN([x, x, tf.square(x)]),
  asin: (x) => tf.asin(tf.div(x, 4)),
  asinh: tf.asinh,
  atan: tf.atan,
  atan2: (x) => tf.atan2(x, positive(x)),
  atanh: (x) => tf.atanh(tf.div(x, 4)),
  avgPool: (x) => tf.avgPool(asImage(x), 2, 1, 'same'),
  avgPool3d: (x) => tf.avgPool3d(asVideo(x), 2, 1, 'same'),
  batchNorm: (x) => tf.batchNorm(x as tf.Tensor3D, tf.zeros([3]), tf.ones([3]), tf.ones([3]), tf.ones([3])),
  batchToSpaceND: (x) =>
    tf.batchToSpaceND(
      tf.reshape(x, [4, 3, 2, 1]),
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  broadcastTo: (x) => tf.broadcastTo(x, [5, 2, 4, 3]),
  cast: (x) => tf.cast(tf.cast(x, 'float32'), 'float32'),
  ceil: tf.ceil,
  clipByValue: (x) => tf.clipByValue(x, -0.5, 0.5),
  concat: (x) => tf.concat([x, tf.square(x)], 1),
  conv1d: (x) => tf.conv1d(x as tf.Tensor3D, tf.ones([2, 3, 2]), 1, 'same'),
  conv2d: (x) => tf.conv2d(asImage(x), tf.ones([2, 2, 2, 3]), 1, 'same'),
  conv2dTranspose: (x) => tf.conv2dTranspose(asImage(x), tf.ones([2, 2, 3, 2]), [1, 8, 6, 3], 2, 'same'),
  conv3d: (x) => tf.conv3d(asVideo(x), tf.ones([2, 2, 2, 1, 3]), 1, 'same'),
  cos: tf.cos,
  cosh: tf.cosh,
  cumsum: (x) => tf.cumsum(x, 2),
  depthwiseConv2d: (x) => tf.depthwiseConv2d(asImage(x), tf.ones([2, 2, 2, 2]), 1, 'same'),
  div: (x) => tf.div(2, positive(x)),
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expandDims: (x) => tf.expandDims(x, 1),
  expm1: tf.expm1,
  floor: tf.floor,
  floorDiv: (x) => tf.floorDiv(x, positive(x)),
  'fused.conv2d': (x) =>
    tf.fused.conv2d({
      x: asImage(x),
      filter: tf.ones([2, 2, 2, 3]),
      strides: 1,
      pad: 'same',
      bias: tf.ones([3]),
      activation: 'relu',
    }),
  'fused.matMul': (x) =>
    tf.fused.matMul({
      a: tf.reshape(x, [8, 3]) as tf.Tensor2D,
      b: tf.ones([3, 2]),
      bias: tf.ones([2]),
      activation: 'relu',
    }),
  gather: (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32'), 1),
  leakyRelu: tf.leakyRelu,
  linspace: (x) => tf.mul(x, tf.linspace(0, 1, 3)),
  localResponseNormalization: (x) => tf.localResponseNormalization(asImage(x)),
  log: (x) => tf.log(positive(x)),
  log1p: (x) => tf.log1p(positive(x)),
  logSigmoid: tf.logSigmoid,
  logSoftmax: (x) => tf.logSoftmax(x),
  logSumExp: (x) => tf.logSumExp(x, 1),
  matMul: (x) => tf.matMul(x, tf.transpose(x, [0, 2, 1])),
  max: (x) => tf.max(x, 1),
  maxPool: (x) => tf.maxPool(asImage(x), 2, 1, 'same'),
  maxPool3d: (x) => tf.maxPool3d(asVideo(x), 2, 1, 'same'),
  maximum: (x) => tf.maximum(x, 0.1),
  mean: (x) => tf.mean(x, [0, 2]),
  min: (x) => tf.min(x, 1),
  minimum: (x) => tf.minimum(x, 0.1),
  mirrorPad: (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [1, 1],
        [1, 1],
      ],
      'reflect',
    ),
  mod: (x) => tf.mod(x, positive(x)),
  mul: (x) => tf.mul(x, tf.sin(x)),
  neg: tf.neg,
  oneHot: (x) => tf.mul(x, tf.oneHot(tf.tensor1d([0, 1, 2, 0], 'int32'), 3)),
  pad: (x) =>
    tf.pad(x, [
      [0, 1],
      [2, 0],
      [1, 1],
    ]),
  pow: (x) => tf.pow(positive(x), 1.5),
  prelu: (x) => tf.prelu(x, tf.fill([2, 4, 3], 0.2)),
  prod: (x) => tf.prod(x, 2),
  range: (x) => tf.mul(x, tf.range(0, 3)),
  reciprocal: (x) => tf.reciprocal(positive(x)),
  relu: tf.relu,
  relu6: tf.relu6,
  reshape: (x) => tf.reshape(x, [6, -1]),
  resizeBilinear: (x) => tf.image.resizeBilinear(asImage(x), [5, 7]),
  resizeNearestNeighbor: (x) => tf.image.resizeNearestNeighbor(asImage(x), [5, 7]),
  reverse: (x) => tf.reverse(x, 1),
  rsqrt: (x) => tf.rsqrt(positive(x)),
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  sigmoidCrossEntropy: (x) => tf.losses.sigmoidCrossEntropy(tf.fill([2, 4, 3], 0.3), x),
  sin: tf.sin,
  sinh: tf.sinh,
  slice: (x) => tf.slice(x, [0, 1, 1], [2, 2, 1]),
  softmax: (x) => tf.softmax(x),
  softmaxCrossEntropy: (x) => tf.losses.softmaxCrossEntropy(tf.fill([2, 4, 3], 0.3), x),
  softplus: tf.softplus,
  spaceToBatchND: (x) =>
    tf.spaceToBatchND(
      tf.reshape(x, [1, 4, 6, 1]),
      [2, 2],
      [
        [0, 0],
        [0, 0],
      ],
    ),
  split: (x) => tf.split(x, [1, 3], 1),
  sqrt: (x) => tf.sqrt(positive(x)),
  square: tf.square,
  squaredDifference: (x) => tf.squaredDifference(x, tf.cos(x)),
  squeeze: (x) => tf.squeeze(tf.reshape(x, [2, 1, 4, 3])),
  stack: (x) => tf.stack([x, tf.square(x)], 1),
  step: (x) => tf.mul(x, tf.step(x)),
  sub: (x) => tf.sub(1, x),
  sum: (x) => tf.sum(x, 1, true),
  tan: tf.tan,
  tanh: tf.tanh,
  tile: (x) => tf.tile(x, [1, 2, 3]),
  transpose: (x) => tf.transpose(x, [2, 0, 1]),
  unsortedSegmentSum: (x) => tf.unsortedSegmentSum(tf.reshape(x, [4, 6]), tf.tensor1d([0, 1, 1, 2], 'int32'), 3),
  unstack: (x) => tf.unstack(x, 1),
  where: (x) => tf.where(asBool(tf.tensor3d([1, -1, 1, 1], [1, 4, 1])), x, tf.square(x)),
  zerosLike: (x) => tf.add(tf.mul(x, tf.onesLike(x)), tf.zerosLike(x)),
};

/** Functions of x without a gradient. */
const forward: Record<string, Operation> = {
  all: (x) => tf.all(asBool(x), 1),
  any: (x) => tf.any(asBool(x), 1),
  argMax: (x) => tf.argMax(x, 1),
  argMin: (x) => tf.argMin(x, 1),
  bincount: (x) => tf.bincount(tf.reshape(tf.abs(asInt(x)), [-1]) as tf.Tensor1D, [], 9),
  cropAndResize: (x) =>
    tf.image.cropAndResize(asImage(x), tf.tensor2d([[0.1, 0.2, 0.8, 0.9]]), tf.tensor1d([0], 'int32'), [3, 3]),
  cumprod: (x) => tf.cumprod(x, 1),
  depthToSpace: (x) => tf.depthToSpace(tf.reshape(x, [1, 2, 3, 4]) as tf.Tensor4D, 2),
  dilation2d: (x) => tf.dilation2d(asImage(x), tf.ones([2, 2, 2]), 1, 'same'),
  einsum: (x) => tf.einsum('bij,bkj->bik', x, x),
  divNoNan: (x) => tf.divNoNan(x, tf.relu(x)),
  equal: (x) => tf.equal(x, x),
  gatherND: (x) =>
    tf.gatherND(
      x,
      tf.tensor2d(
        [
          [0, 1, 2],
          [1, 0, 0],
        ],
        [2, 3],
        'int32',
      ),
    ),
  greater: (x) => tf.greater(x, 0.2),
  greaterEqual: (x) => tf.greaterEqual(x, 0.2),
  'int32 arithmetic': (x) => tf.add(tf.mul(asInt(x), 3), tf.floorDiv(asInt(x), tf.scalar(2, 'int32'))),
  isFinite: (x) => tf.isFinite(x),
  isInf: (x) => tf.isInf(x),
  isNaN: (x) => tf.isNaN(x),
  less: (x) => tf.less(x, 0.2),
  lessEqual: (x) => tf.lessEqual(x, 0.2),
  logicalAnd: (x) => tf.logicalAnd(asBool(x), asBool(tf.neg(x))),
  logicalNot: (x) => tf.logicalNot(asBool(x)),
  logicalOr: (x) => tf.logicalOr(asBool(x), asBool(tf.neg(x))),
  logicalXor: (x) => tf.logicalXor(asBool(x), asBool(tf.neg(x))),
  moments: (x) => Object.values(tf.moments(x, 1)) as tf.Tensor[],
  norm: (x) => tf.norm(x, 2, 1),
  notEqual: (x) => tf.notEqual(x, 0.5),
  round: tf.round,
  scatterND: (x) => tf.scatterND(tf.tensor2d([[3], [0]], [2, 1], 'int32'), x, [5, 4, 3]),
  sign: tf.sign,
  sparseToDense: (x) =>
    tf.sparseToDense(tf.tensor1d([1, 3], 'int32'), tf.reshape(tf.slice(x, [0, 0, 0], [1, 2, 1]), [2]), [5]),
  spectral: (x) => tf.abs(tf.spectral.rfft(x)),
  stridedSlice: (x) => tf.stridedSlice(x, [0, 0, 0], [2, 4, 3], [1, 2, 2]),
  tensorScatterUpdate: (x) => tf.tensorScatterUpdate(x, tf.tensor2d([[1]], [1, 1], 'int32'), tf.ones([1, 4, 3])),
  topk: (x) => Object.values(tf.topk(x, 2)),
  'tensor from outside': (x) => tf.matMul(matrix(), tf.reshape(x, [3, 8]) as tf.Tensor2D),
};

describe.skipIf((await chooseBackend()).name !== 'tensorflow')('a compiled operation gives what it gives alone', () => {
  const x = randomNormal(rng(5), [2, 4, 3]);
  afterAll(() => x.dispose());

  const asTree = (result: tf.Tensor | tf.Tensor[]) =>
    Object.fromEntries((Array.isArray(result) ? result : [result]).map((tensor, index) => [String(index), tensor]));

  const compare = (f: (x: tf.Tensor) => Record<string, tf.Tensor>) => {
    const compiled = compile(f);
    const alone = leaves(f(x));
    compiled(x);
    const together = leaves(compiled(x));
    together.forEach(([, tensor], index) => expectClose(tensor, alone[index]![1], { atol: 1e-6, rtol: 1e-6 }));
    compiled.dispose();
  };

  it.each(Object.entries(forward))('%s', (_, operation) => tf.tidy(() => compare((input) => asTree(operation(input)))));

  it.each(Object.entries(differentiable))('%s, with its gradient', (_, operation) =>
    tf.tidy(() => {
      const total = (input: tf.Tensor) =>
        tf.addN(Object.values(asTree(operation(input))).map((part) => tf.sum(tf.square(part)))) as tf.Scalar;
      compare((input) => ({ ...asTree(operation(input)), gradient: tf.grad(total)(input) }));
    }),
  );
});
