import * as tf from '@tensorflow/tfjs-core';
import { StatisticsUpdate } from '@atlas/attention';
import {
  costOf,
  hybridLoss,
  initRecurrentAttention,
  initResidualNetwork,
  publishedAttention,
  recurrentAttention,
  residualNetwork,
  resnet,
  type RecurrentAttentionParams,
  type ResidualNetworkParams,
} from '@atlas/models';
import { child, momentum, randomNormal, rng, softmaxCrossEntropy } from '@atlas/tensor';
import { trainingTask } from './training.js';
import type { Work } from './work.js';

const BATCH = 4;
const SIDE = 224;
const classes = 1000;

const network = () => resnet(50, { strideIn: '3x3', attention: publishedAttention('se') });
const images = () => randomNormal(child(rng(41), 'images'), [BATCH, SIDE, SIDE, 3]) as tf.Tensor4D;
const labels = (count: number, of: number) =>
  tf.tensor1d(
    Array.from({ length: count }, (_, index) => (index * 37) % of),
    'int32',
  );

function residualWorks(): Work[] {
  const config = network();
  const size = `${BATCH} x ${SIDE} x ${SIDE}`;
  const operations = 2 * BATCH * costOf({ model: 'resnet50', attention: 'se', strideIn: '3x3' }).macs;
  const common = { group: 'vision', threads: 'inside', peers: ['torch', 'jax'], size } as const;
  return [
    {
      ...common,
      id: 'vision/se-resnet50-inference',
      title: 'SE-ResNet-50 inference',
      operations,
      prepare: () => ({
        inputs: { params: initResidualNetwork(config, rng(42)), images: images() },
        run: (inputs) => {
          const params = inputs['params'] as ResidualNetworkParams;
          return { output: residualNetwork(params, inputs['images'] as tf.Tensor4D, { config }).output };
        },
      }),
    },
    {
      ...common,
      id: 'vision/se-resnet50-training',
      title: 'SE-ResNet-50 training step',
      operations: 3 * operations,
      prepare: () =>
        trainingTask(
          initResidualNetwork(config, rng(42)),
          { images: images(), labels: labels(BATCH, classes) },
          (params, batch) => {
            const given = batch as { images: tf.Tensor4D; labels: tf.Tensor1D };
            const statistics = new StatisticsUpdate();
            const options = { config, training: true, statistics };
            const { output } = residualNetwork(params as ResidualNetworkParams, given.images, options);
            const loss = tf.mean(softmaxCrossEntropy(output, given.labels)) as tf.Scalar;
            return { loss, params: statistics.apply(params) };
          },
          momentum({ learningRate: 1e-3 }),
        ),
    },
  ];
}

function recurrentAttentionWork(): Work {
  const [batch, glimpses] = [64, 6];
  const config = { glimpses };
  return {
    id: 'vision/ram',
    group: 'vision',
    title: 'Recurrent attention (RAM) training step',
    size: `${batch} x 28 x 28, ${glimpses} glimpses of 8 x 8`,
    threads: 'across',
    peers: [],
    prepare: () =>
      trainingTask(
        initRecurrentAttention(config, rng(43)),
        {
          images: randomNormal(child(rng(44), 'images'), [batch, 28, 28, 1]),
          noise: randomNormal(child(rng(44), 'noise'), [batch, glimpses - 1, 2]),
          labels: tf.tidy(() => tf.cast(tf.oneHot(labels(batch, 10), 10), 'float32')),
        },
        (params, tree) => {
          const given = tree as { images: tf.Tensor4D; noise: tf.Tensor3D; labels: tf.Tensor2D };
          const options = { config, noise: given.noise };
          const result = recurrentAttention(params as RecurrentAttentionParams, given.images, options);
          return { loss: hybridLoss(result, given.labels, config).loss };
        },
        momentum({ learningRate: 1e-2 }),
      ),
  };
}

export const visionWorks = (): Work[] => [...residualWorks(), recurrentAttentionWork()];
