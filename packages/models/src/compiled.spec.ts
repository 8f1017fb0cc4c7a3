import * as tf from '@tensorflow/tfjs-core';
import { StatisticsUpdate } from '@atlas/attention';
import {
  chooseBackend,
  compile,
  leaves,
  randomNormal,
  randomUniform,
  rng,
  seedTensor,
  valueAndGrads,
  type TensorTree,
} from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  digitNetwork,
  hybridLoss,
  initRecurrentAttention,
  initResidualNetwork,
  publishedAttention,
  recurrentAttention,
  residualNetwork,
  rnnEncoderDecoderTranslator,
  rnnSearchTranslator,
  transformerTranslator,
} from './index.js';

/* On the native backend a training step is one graph; elsewhere `compile` calls the function. Both must agree. */
beforeAll(() => chooseBackend());

type Step = (params: TensorTree, inputs: TensorTree) => { loss: tf.Scalar; rest?: TensorTree };
interface Case {
  readonly params: () => TensorTree;
  readonly inputs: () => TensorTree;
  readonly step: Step;
}

const residual = digitNetwork({
  widths: [8, 16],
  attention: publishedAttention('cbam', { variant: 'code', stages: [2, 3], reduction: 4 }),
});
const sentences = () => ({
  source: tf.tensor2d(
    [
      [3, 5, 2],
      [4, 1, 0],
    ],
    [2, 3],
    'int32',
  ),
  target: tf.tensor2d(
    [
      [1, 4, 2, 3],
      [1, 2, 0, 0],
    ],
    [2, 4],
    'int32',
  ),
  seed: seedTensor(rng(5)),
});
type Sentences = ReturnType<typeof sentences>;
const sizes = { sourceVocabulary: 7, targetVocabulary: 7, embedding: 5, units: 4, maxout: 3, dropRate: 0.2 };
const transformerSizes = { vocabulary: 7, layers: 2, features: 6, hidden: 5, heads: 3, dropRate: 0.2 };
const glimpses = { patchSize: 3, scales: 2, glimpses: 3, classes: 4, stateSize: 8, hidden: 6, glimpseSize: 7 };

const spread = (x: tf.Tensor) => tf.mean(tf.square(tf.sub(tf.softmax(x), 0.2))) as tf.Scalar;

const cases: { readonly [name: string]: Case } = {
  'residual network with statistics': {
    params: () => initResidualNetwork(residual, rng(1)),
    inputs: () => ({ images: randomUniform(rng(2), [2, 9, 9, 1]) }),
    step: (params, inputs) => {
      const update = new StatisticsUpdate();
      const { images } = inputs as { images: tf.Tensor4D };
      const { output } = residualNetwork(params as never, images, {
        config: residual,
        training: true,
        statistics: update,
      });
      return { loss: spread(output), rest: update.apply(params) };
    },
  },
  RNNsearch: {
    params: () => rnnSearchTranslator.init(sizes, rng(1)),
    inputs: sentences,
    step: (params, inputs) => {
      const { seed, ...pair } = inputs as Sentences;
      return {
        loss: spread(rnnSearchTranslator.forward(params as never, pair, { config: sizes, dropSeed: seed }).output),
      };
    },
  },
  'RNNenc-dec': {
    params: () => rnnEncoderDecoderTranslator.init(sizes, rng(1)),
    inputs: sentences,
    step: (params, inputs) => {
      const { seed, ...pair } = inputs as Sentences;
      const options = { config: sizes, dropSeed: seed };
      return { loss: spread(rnnEncoderDecoderTranslator.forward(params as never, pair, options).output) };
    },
  },
  Transformer: {
    params: () => transformerTranslator.init(transformerSizes, rng(1)),
    inputs: sentences,
    step: (params, inputs) => {
      const { seed, ...pair } = inputs as Sentences;
      const options = { config: transformerSizes, dropSeed: seed };
      return { loss: spread(transformerTranslator.forward(params as never, pair, options).output) };
    },
  },
  'recurrent attention': {
    params: () => initRecurrentAttention(glimpses, rng(1)),
    inputs: () => ({
      images: randomUniform(rng(2), [3, 11, 8, 1]),
      noise: randomNormal(rng(3), [3, 2, 2]),
      labels: tf.oneHot(tf.tensor1d([0, 3, 1], 'int32'), 4),
    }),
    step: (params, inputs) => {
      const { images, noise, labels } = inputs as { images: tf.Tensor4D; noise: tf.Tensor3D; labels: tf.Tensor2D };
      const result = recurrentAttention(params as never, images, { config: glimpses, noise });
      return { loss: hybridLoss(result, labels, glimpses).loss };
    },
  },
};

describe('a compiled training step equals the plain one', () => {
  it.each(Object.entries(cases))('%s', (_, { params, inputs, step }) => {
    const train = (weights: TensorTree, given: TensorTree): TensorTree => {
      let rest: TensorTree = {};
      const { value, grads } = valueAndGrads((chosen: TensorTree) => {
        const { loss, rest: more } = step(chosen, given);
        if (more) rest = more;
        return loss;
      }, weights);
      return { value, grads, rest };
    };
    const [weights, given] = [params(), inputs()];
    const plain = new Map(leaves(train(weights, given)));
    const compiled = compile(train);
    for (let call = 0; call < 2; call++) {
      const found = leaves(compiled(weights, given));
      expect(found.length).toBe(plain.size);
      for (const [path, leaf] of found) expectClose(leaf, plain.get(path)!, { rtol: 1e-4, atol: 1e-6 });
    }
    compiled.dispose();
  });
});
