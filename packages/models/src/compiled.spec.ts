import * as tf from '@tensorflow/tfjs-core';
import { mechanisms, randomParams, StatisticsUpdate } from '@atlas/attention';
import {
  chooseBackend,
  child,
  compile,
  mapTree,
  leaves,
  randomNormal,
  randomUniform,
  rng,
  seedTensor,
  valueAndGrads,
  type TensorTree,
} from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  convolutional,
  digitNetwork,
  fullyConnected,
  hybridLoss,
  initConvolutional,
  initFullyConnected,
  initRecurrentAttention,
  initResidualNetwork,
  initRetriever,
  initSegmenter,
  initVideoNetwork,
  publishedAttention,
  publishedAttentionNames,
  recurrentAttention,
  residualNetwork,
  resnet,
  retrieverScores,
  rnnEncoderDecoderTranslator,
  rnnSearchTranslator,
  segmenter,
  transformerTranslator,
  videoNetwork,
  type ResidualNetworkConfig,
  type RetrieverConfig,
  type Translator,
} from './index.js';

/* On the native backend a training step is one graph; elsewhere `compile` calls the function. Both must agree. */
beforeAll(() => chooseBackend());

interface Case {
  readonly params: () => TensorTree;
  readonly inputs: () => TensorTree;
  readonly step: (params: TensorTree, inputs: TensorTree) => { loss: tf.Scalar; rest?: TensorTree };
}

/** Any distance from an even distribution: every score takes part, and none is at the end of its range. */
const spread = (x: tf.Tensor) => tf.mean(tf.square(tf.sub(tf.softmax(x), 0.2))) as tf.Scalar;

/** Each image has a class of its own. */
const crossEntropy = (scores: tf.Tensor): tf.Scalar =>
  tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(scores), tf.eye(scores.shape[0]!, scores.shape[1])), -1))) as tf.Scalar;

type Images = { images: tf.Tensor4D };
const images = (count: number, side: number, channels = 1): TensorTree => ({
  images: randomUniform(rng(2), [count, side, side, channels]),
});

/** A residual network in training: its gradients, and the statistics that the step leaves. */
const residual = (config: ResidualNetworkConfig, inputs = () => images(4, 9)): Case => ({
  params: () => initResidualNetwork(config, rng(1)),
  inputs,
  step: (params, given) => {
    const statistics = new StatisticsUpdate();
    const options = { config, training: true, statistics };
    const { output } = residualNetwork(params as never, (given as Images).images, options);
    return { loss: crossEntropy(output), rest: statistics.apply(params) };
  },
});

/** A network that only maps images to scores. */
const classifier = <Params extends TensorTree>(
  params: () => Params,
  scores: (params: Params, images: tf.Tensor4D) => tf.Tensor,
  inputs = () => images(3, 7),
): Case => ({
  params,
  inputs,
  step: (at, given) => ({ loss: spread(scores(at as Params, (given as Images).images)) }),
});

const sentences = () => ({
  source: tf.tensor2d([[3, 5, 2], [4, 1, 0]], [2, 3], 'int32'), // prettier-ignore
  target: tf.tensor2d([[1, 4, 2, 3], [1, 2, 0, 0]], [2, 4], 'int32'), // prettier-ignore
  seed: seedTensor(rng(5)),
});

const translation = <Config, Params extends TensorTree, Memory extends TensorTree, State extends TensorTree>(
  translator: Translator<Config, Params, Memory, State>,
  config: Config,
): Case => ({
  params: () => translator.init(config, rng(1)),
  inputs: sentences,
  step: (params, inputs) => {
    const { seed, ...pair } = inputs as ReturnType<typeof sentences>;
    return { loss: spread(translator.forward(params as Params, pair, { config, dropSeed: seed }).output) };
  },
});

const sizes = { sourceVocabulary: 7, targetVocabulary: 7, embedding: 5, units: 4, maxout: 3, dropRate: 0.2 };
const glimpses = { patchSize: 3, scales: 2, glimpses: 3, classes: 4, stateSize: 8, hidden: 6, glimpseSize: 7 };
const filters = { side: 7, filters: 2, kernelSize: 3, stride: 2, hidden: 5, classes: 4 };
const overSpaceAndTime = {
  channels: 6,
  classes: 4,
  attention: { mechanism: mechanisms.nl, config: { channels: 6, over: 'space-time' } },
} as const;

const retrieval = (similarity: RetrieverConfig['similarity']): Case => {
  const config = { similarity, features: 5, width: 6 };
  return {
    params: () => initRetriever(config, rng(1)),
    inputs: () => ({ query: randomNormal(rng(2), [2, 3, 5]), key: randomNormal(rng(3), [2, 4, 5]) }),
    step: (params, inputs) => ({ loss: spread(retrieverScores(params as never, inputs as never, config)) }),
  };
};

const cases: { readonly [name: string]: Case } = {
  ...Object.fromEntries(
    publishedAttentionNames.map((name) => {
      const attention = publishedAttention(name, { stages: [2, 3] });
      return [`residual network with ${name}`, residual(digitNetwork({ widths: [16, 32], attention }))];
    }),
  ),
  'residual network without attention': residual(digitNetwork({ widths: [8, 16] })),
  'fully connected network': classifier(() => initFullyConnected({ side: 7 }, rng(1)), fullyConnected),
  'convolutional network': classifier(
    () => initConvolutional(filters, rng(1)),
    (params, x) => convolutional(params, x, filters),
  ),
  segmenter: classifier(
    () => randomParams(initSegmenter({ channels: 8, classes: 3, attention: ['position', 'channel'] }, rng(1)), rng(3)),
    (params, x) => segmenter(params, x).output,
    () => images(2, 8),
  ),
  'network for videos': {
    params: () => randomParams(initVideoNetwork(overSpaceAndTime, rng(1)), rng(3)),
    inputs: () => ({ videos: randomNormal(rng(4), [2, 3, 4, 5, 1]) }),
    step: (params, inputs) => {
      const { videos } = inputs as { videos: tf.Tensor5D };
      return { loss: spread(videoNetwork(params as never, videos, { config: overSpaceAndTime }).output) };
    },
  },
  'retriever by dot product': retrieval('dot-product'),
  'retriever by cosine': retrieval('cosine'),
  'retriever by concatenation': retrieval('concatenation'),
  'retriever by MLP': retrieval('mlp'),
  RNNsearch: translation(rnnSearchTranslator, sizes),
  'RNNenc-dec': translation(rnnEncoderDecoderTranslator, sizes),
  Transformer: translation(transformerTranslator, {
    vocabulary: 7,
    layers: 2,
    features: 6,
    hidden: 5,
    heads: 3,
    dropRate: 0.2,
  }),
  'recurrent attention': {
    params: () => initRecurrentAttention(glimpses, rng(1)),
    inputs: () => ({
      images: randomUniform(rng(2), [3, 11, 8, 1]),
      noise: randomNormal(rng(3), [3, 2, 2]),
      labels: tf.oneHot(tf.tensor1d([0, 3, 1], 'int32'), 4),
    }),
    step: (params, inputs) => {
      const given = inputs as { images: tf.Tensor4D; noise: tf.Tensor3D; labels: tf.Tensor2D };
      const result = recurrentAttention(params as never, given.images, { config: glimpses, noise: given.noise });
      return { loss: hybridLoss(result, given.labels, glimpses).loss };
    },
  },
};

interface Difference {
  readonly path: string;
  /** Compiled against plain: ‖compiled - plain‖ / ‖plain‖. */
  readonly found: number;
  /** Plain against plain, when every weight is moved by about its rounding error. */
  readonly sensitivity: number;
}

/** Loss, what else the step leaves, and the gradient of every parameter. */
function differences(given: Case): Difference[] {
  tf.engine().startScope();
  try {
    return compare(given);
  } finally {
    tf.engine().endScope();
  }
}

function compare({ params, inputs, step }: Case): Difference[] {
  const train = (weights: TensorTree, given: TensorTree): TensorTree => {
    let rest: TensorTree = {};
    const { value, grads } = valueAndGrads((at: TensorTree) => {
      const result = step(at, given);
      if (result.rest) rest = result.rest;
      return result.loss;
    }, weights);
    return { value, grads, rest };
  };
  const [weights, given] = [params(), inputs()];
  const moved = tf.tidy(() =>
    mapTree(weights, (leaf, path) =>
      tf.mul(leaf, tf.add(1, randomNormal(child(rng(6), path), leaf.shape, 0, 2 ** -24))),
    ),
  );
  const plain = train(weights, given);
  const near = new Map(leaves(train(moved, given)));
  const compiled = compile(train);
  compiled(weights, given);
  const again = new Map(leaves(compiled(weights, given)));
  expect([...again.keys()]).toEqual(leaves(plain).map(([path]) => path));
  const found = leaves(plain).map(([path, leaf]) => ({
    path,
    found: distance(again.get(path)!, leaf),
    sensitivity: distance(near.get(path)!, leaf),
  }));
  compiled.dispose();
  return found;
}

/**
 * ‖found - expected‖ / ‖expected‖. What is zero but for rounding, as the gradient of a bias to which a softmax or a batch
 * normalisation is blind, counts as 1e-2: then 1e-5 of it is one rounding of a term of about 1.
 */
function distance(found: tf.Tensor, expected: tf.Tensor): number {
  return tf.tidy(() => {
    const norm = tf.norm(expected).dataSync()[0]!;
    return tf.norm(tf.sub(found, expected)).dataSync()[0]! / Math.max(norm, 1e-2);
  });
}

/**
 * Where rounding alone moves a tensor further than the tolerance, equality cannot be asked for: in a deep network it
 * puts a few units on the other side of their ReLU, and each of them changes the gradients by a whole term.
 */
const beyond = (tolerance: number, all: readonly Difference[]): Difference[] =>
  all.filter(({ found, sensitivity }) => !(found <= Math.max(tolerance, 4 * sensitivity)));

describe('a compiled training step equals the plain one, relative to the norm of each tensor', () => {
  it.each(Object.entries(cases))('%s', (_, given) => {
    expect(beyond(1e-5, differences(given))).toEqual([]);
  });

  it('the whole of SE-ResNet-50', () => {
    const config = resnet(50, { classes: 5, attention: publishedAttention('se') });
    const found = differences(residual(config, () => images(4, 96, 3)));
    expect(beyond(1e-4, found)).toEqual([]);
    // What goes forward has no excuse.
    const forward = found.filter(({ path }) => !path.startsWith('grads/'));
    expect(forward.filter((difference) => !(difference.found <= 1e-4))).toEqual([]);
  }, 120_000);
});
