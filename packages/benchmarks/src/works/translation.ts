import * as tf from '@tensorflow/tfjs-core';
import { initRnnSearch, initTransformer, rnnSearch, transformer } from '@atlas/models';
import { adam, child, rng, softmaxCrossEntropy, uniformValues, type TensorTree } from '@atlas/tensor';
import { meanWordLoss, trainingTask } from './training.js';
import type { Work } from './work.js';

const BATCH = 64;

type Sentences = { source: tf.Tensor2D; target: tf.Tensor2D; next: tf.Tensor2D };

/** Sentences without padding, drawn from a vocabulary. */
function sentences(time: number, vocabulary: number): Sentences {
  const draw = (label: string) => {
    const values = uniformValues(child(rng(31), label), BATCH * time, 1, vocabulary).map(Math.floor);
    return tf.tensor2d(Int32Array.from(values), [BATCH, time], 'int32');
  };
  return { source: draw('source'), target: draw('target'), next: draw('next') };
}

function rnnSearchWork(name: string, units: number, vocabulary: number, time: number, threads: Work['threads']): Work {
  const embedding = units / 2;
  const config = { sourceVocabulary: vocabulary, targetVocabulary: vocabulary, embedding, units, maxout: embedding };
  return {
    id: `translation/${name}`,
    group: 'translation',
    title: 'RNNsearch training step',
    size: `${BATCH} sentences of ${time} words, ${units} units, ${vocabulary} words of vocabulary`,
    threads,
    peers: ['torch', 'jax'],
    prepare: () =>
      trainingTask(
        initRnnSearch(config, rng(32)),
        sentences(time, vocabulary),
        (params, batch) => {
          const given = batch as Sentences;
          const { output } = rnnSearch(params as ReturnType<typeof initRnnSearch>, given, { config });
          return { loss: meanWordLoss(softmaxCrossEntropy(output, given.next), given.next) };
        },
        adam({ learningRate: 1e-3 }),
      ),
  };
}

function transformerWork(): Work {
  const [vocabulary, time] = [6000, 15];
  const config = { vocabulary, layers: 3, features: 256, hidden: 1024, heads: 8, dropRate: 0 };
  return {
    id: 'translation/transformer',
    group: 'translation',
    title: 'Transformer training step',
    size: `${BATCH} sentences of ${time} words, d_model 256, 3 + 3 layers, 6000 words of vocabulary`,
    threads: 'inside',
    peers: ['torch', 'jax'],
    prepare: () =>
      trainingTask(
        initTransformer(config, rng(33)),
        sentences(time, vocabulary),
        (params: TensorTree, batch) => {
          const given = batch as Sentences;
          const { output } = transformer(params as ReturnType<typeof initTransformer>, given, { config });
          return { loss: meanWordLoss(softmaxCrossEntropy(output, given.next), given.next) };
        },
        adam({ learningRate: 1e-4 }),
      ),
  };
}

export const translationWorks = (): Work[] => [
  rnnSearchWork('rnnsearch-128', 128, 1000, 12, 'across'),
  rnnSearchWork('rnnsearch-512', 512, 6000, 15, 'inside'),
  rnnSearchWork('rnnsearch-60-steps', 128, 1000, 60, 'across'),
  transformerWork(),
];
