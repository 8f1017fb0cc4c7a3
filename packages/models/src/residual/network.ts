import * as tf from '@tensorflow/tfjs-core';
import { tidyTree, type CallOptions } from '@atlas/attention';
import {
  child,
  costScope,
  dense,
  expectShape,
  initDense,
  requireInteger,
  type DenseParams,
  type Rng,
  type TensorTree,
} from '@atlas/tensor';
import { convolutionUnit, initConvolutionUnit, type ConvolutionUnitParams } from '../layers/convolution-unit.js';
import { initResidualBlock, residualBlock, type ResidualBlockParams } from './block.js';
import { planBlocks, type ResidualNetworkConfig, type StemConfig } from './config.js';

/** The stem, then `stage2/block1` and so on as the papers number them, then the classifier. */
export type ResidualNetworkParams = {
  stem: ConvolutionUnitParams;
  classifier: DenseParams;
  stages: { [stage: string]: { [block: string]: ResidualBlockParams } };
};

export interface ResidualNetworkResult {
  /** Before the softmax. [batch, class] */
  readonly output: tf.Tensor2D;
  /** The attention of each block that has a mechanism, at its place, such as `stage3/block1`. */
  readonly weights: { [stage: string]: { [block: string]: TensorTree } };
}

/**
 * The weights of a residual network.
 * @throws RangeError when a size is not a positive integer or does not fit the others
 */
export function initResidualNetwork(config: ResidualNetworkConfig, source: Rng): ResidualNetworkParams {
  const { stem, classes, inChannels = 3 } = config;
  requireInteger(classes, 'residual network classes');
  const plans = planBlocks(config);
  const stages: ResidualNetworkParams['stages'] = {};
  for (const plan of plans) {
    const stage = (stages[`stage${plan.stage}`] ??= {});
    const place = child(child(source, plan.stage), plan.block);
    stage[`block${plan.block}`] = initResidualBlock(plan, config.block, place, config.attention);
  }
  return {
    stem: initConvolutionUnit(
      { kernelSize: stem.kernelSize, inChannels, outChannels: stem.channels },
      child(source, 'stem'),
    ),
    stages,
    classifier: initDense(plans.at(-1)!.channels, classes, child(source, 'classifier')),
  };
}

/**
 * The class scores of images (He et al., 2016, arXiv:1512.03385), with the attention of every block beside them.
 * @param images [batch, height, width, channel]
 */
export function residualNetwork(
  params: ResidualNetworkParams,
  images: tf.Tensor4D,
  { config, ...call }: CallOptions & { readonly config: ResidualNetworkConfig },
): ResidualNetworkResult {
  expectShape(images, ['batch', 'height', 'width', config.inChannels ?? 3], 'residual network images');
  const weights: ResidualNetworkResult['weights'] = {};
  const plans = planBlocks(config);
  return tidyTree(() => {
    let x = costScope('stem', () => stem(params.stem, images, config.stem, call));
    for (const plan of plans) {
      const [stage, block] = [`stage${plan.stage}`, `block${plan.block}`];
      const blockParams = params.stages[stage]?.[block];
      if (!blockParams) throw new RangeError(`residual network params: expected ${stage}/${block}, found none.`);
      const done = costScope(stage, () =>
        costScope(block, () => residualBlock(blockParams, x, plan, { ...call, attention: config.attention })),
      );
      x = done.output;
      if (done.weights !== undefined) (weights[stage] ??= {})[block] = done.weights;
    }
    const output = costScope('classifier', () => {
      const pooled = tf.mean<tf.Tensor2D>(x, [1, 2]); // [batch, channel]
      return dense(params.classifier, pooled); // [batch, class]
    });
    return { output, weights };
  });
}

function stem(
  params: ConvolutionUnitParams,
  images: tf.Tensor4D,
  { stride, pool }: StemConfig,
  call: CallOptions,
): tf.Tensor4D {
  const x = convolutionUnit(params, images, { ...call, stride });
  if (!pool) return x;
  // Zeros around values that are not negative change no maximum, and every backend knows them.
  const padded = tf.pad(x, [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]);
  return tf.maxPool(padded, 3, 2, 'valid');
}
