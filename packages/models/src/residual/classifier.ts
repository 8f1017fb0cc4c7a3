import type * as tf from '@tensorflow/tfjs-core';
import { StatisticsUpdate } from '@atlas/attention';
import type { Rng } from '@atlas/tensor';
import type { ResidualNetworkConfig } from './config.js';
import {
  initResidualNetwork,
  residualNetwork,
  type ResidualNetworkParams,
  type ResidualNetworkResult,
} from './network.js';

/** A residual network as the three functions that training loops and tools need. */
export interface ResidualClassifier {
  readonly init: (source: Rng) => ResidualNetworkParams;
  /** Scores [batch, class] and the attention of every block that has a mechanism. */
  readonly look: (
    params: ResidualNetworkParams,
    images: tf.Tensor4D,
  ) => { scores: tf.Tensor2D; attention: ResidualNetworkResult['weights'] };
  /** Scores normalised by the batch, and the parameters with their running statistics moved. */
  readonly learn: (
    params: ResidualNetworkParams,
    images: tf.Tensor4D,
  ) => { scores: tf.Tensor2D; params: ResidualNetworkParams };
}

export function residualClassifier(config: ResidualNetworkConfig): ResidualClassifier {
  return {
    init: (source) => initResidualNetwork(config, source),
    look: (params, images) => {
      const { output, weights } = residualNetwork(params, images, { config });
      return { scores: output, attention: weights };
    },
    learn: (params, images) => {
      const statistics = new StatisticsUpdate();
      const { output } = residualNetwork(params, images, { config, training: true, statistics });
      return { scores: output, params: statistics.apply(params) };
    },
  };
}
