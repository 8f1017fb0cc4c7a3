/**
 * The recurrent attention model, RAM (Mnih et al., NIPS 2014, arXiv:1406.6247):
 *
 *   g_t = glimpse of the image at l_{t-1},  h_t = Rect(Lin(h_{t-1}) + Lin(g_t)),  l_t ~ N(Lin(h_t), σ²)
 *   answer: softmax of Lin(h_T);  baseline: b_t = Lin(h_t)
 *
 * The baseline reads a state through which no gradient flows, and so does the location network unless the reward trains
 * the whole network: the classification trains glimpses and core, the reward trains the locations (the hybrid loss of the
 * paper).
 */
import * as tf from '@tensorflow/tfjs-core';
import { hardAttentionMechanism, stopGradient, tidyTree, type HardAttentionParams } from '@atlas/attention';
import { child, costScope, dense, expectShape, initDense, type DenseParams, type Rng } from '@atlas/tensor';
import { resolveRecurrentAttention, type RecurrentAttentionConfig } from './config.js';

/** glimpse: the glimpse network and, as its `location`, the location network. */
export type RecurrentAttentionParams = {
  glimpse: HardAttentionParams;
  core: { state: DenseParams; glimpse: DenseParams };
  action: DenseParams;
  baseline: DenseParams;
};

export interface RecurrentAttentionOptions {
  readonly config: RecurrentAttentionConfig;
  /** Where the first glimpse looks [batch, 2]; the paper draws it at random. Default: the centre. */
  readonly first?: tf.Tensor2D | undefined;
  /** Draws of N(0, 1) for the later glimpses [batch, glimpses - 1, 2]. Default: none, every place is its mean. */
  readonly noise?: tf.Tensor3D | undefined;
  /** Where every glimpse looks [batch, glimpses, 2], whatever the location network says: a policy to compare with. */
  readonly places?: tf.Tensor3D | undefined;
}

export type RecurrentAttentionResult = {
  /** Before the softmax [batch, class]. */
  output: tf.Tensor2D;
  /** location: where each glimpse looked [batch, glimpses, 2]; mean: μ of all but the first [batch, glimpses - 1, 2]. */
  weights: { location: tf.Tensor3D; mean: tf.Tensor3D };
  /** b_t, beside each mean [batch, glimpses - 1]. */
  baselines: tf.Tensor2D;
};

export function initRecurrentAttention(config: RecurrentAttentionConfig, source: Rng): RecurrentAttentionParams {
  const { stateSize, glimpseSize, classes } = resolveRecurrentAttention(config);
  return {
    glimpse: hardAttentionMechanism.init(config, child(source, 'glimpse')),
    core: {
      state: initDense(stateSize, stateSize, child(source, 'core state')),
      glimpse: initDense(glimpseSize, stateSize, child(source, 'core glimpse')),
    },
    action: initDense(stateSize, classes, child(source, 'action')),
    baseline: initDense(stateSize, 1, child(source, 'baseline')),
  };
}

/**
 * The class scores of images after T glimpses, and where they looked.
 * @param images [batch, height, width, channel], of any size: the cost of a glimpse does not depend on it
 */
export function recurrentAttention(
  params: RecurrentAttentionParams,
  images: tf.Tensor4D,
  { config, first, noise, places }: RecurrentAttentionOptions,
): RecurrentAttentionResult {
  const { glimpses, stateSize, rewardTrains } = resolveRecurrentAttention(config);
  const batch = images.shape[0];
  if (first) expectShape(first, [batch, 2], 'recurrent attention first');
  if (noise) expectShape(noise, [batch, glimpses - 1, 2], 'recurrent attention noise');
  if (places) expectShape(places, [batch, glimpses, 2], 'recurrent attention places');
  const options = hardAttentionMechanism.options(config);
  return tidyTree(() => {
    const given = places && (tf.unstack(places, 1) as tf.Tensor2D[]);
    const draws = noise && glimpses > 1 ? (tf.unstack(noise, 1) as tf.Tensor2D[]) : undefined;
    const locations: tf.Tensor2D[] = [given?.[0] ?? first ?? tf.zeros([batch, 2])];
    const means: tf.Tensor2D[] = [];
    const baselines: tf.Tensor2D[] = [];
    let state = tf.zeros<tf.Rank.R2>([batch, stateSize]);
    for (let glimpse = 0; glimpse < glimpses; glimpse++) {
      const location = locations[glimpse]!;
      const seen = costScope('glimpse', () =>
        hardAttentionMechanism.f(params.glimpse, { mean: location, location }, { image: images, state }, options),
      ) as tf.Tensor2D;
      state = costScope('core', () =>
        tf.relu(tf.add(dense(params.core.state, state), dense(params.core.glimpse, seen))),
      ) as tf.Tensor2D; // [batch, stateSize]
      if (glimpse === glimpses - 1) break;
      const fixed = stopGradient(state);
      const next = costScope('location', () =>
        hardAttentionMechanism.g(
          params.glimpse,
          { image: images, state: rewardTrains === 'whole' ? state : fixed },
          { ...options, noise: draws?.[glimpse] },
        ),
      );
      means.push(next.mean);
      locations.push(given?.[glimpse + 1] ?? next.location);
      baselines.push(costScope('baseline', () => dense(params.baseline, fixed))); // [batch, 1]
    }
    const output = costScope('action', () => dense(params.action, state));
    return {
      output,
      weights: {
        location: tf.stack(locations, 1) as tf.Tensor3D,
        mean: (means.length > 0 ? tf.stack(means, 1) : tf.zeros([batch, 0, 2])) as tf.Tensor3D,
      },
      baselines: (baselines.length > 0 ? tf.concat(baselines, 1) : tf.zeros([batch, 0])) as tf.Tensor2D,
    };
  });
}
