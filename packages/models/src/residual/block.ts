import * as tf from '@tensorflow/tfjs-core';
import { tidyTree, type CallOptions } from '@atlas/attention';
import { child, costScope, type Rng, type TensorTree } from '@atlas/tensor';
import { convolutionUnit, initConvolutionUnit, type ConvolutionUnitParams } from '../layers/convolution-unit.js';
import type { BlockPlan } from './config.js';
import type { AttentionPlacement, AttentionPosition } from './placement.js';

/**
 * reduce: 1x1, absent in a basic block; spatial: 3x3, absent where a mechanism stands instead; last: 1x1, or the second
 * 3x3 of a basic block; shortcut: 1x1 where the shape changes.
 */
export type ResidualBlockParams = {
  reduce?: ConvolutionUnitParams;
  spatial?: ConvolutionUnitParams;
  last: ConvolutionUnitParams;
  shortcut?: ConvolutionUnitParams;
  attention?: TensorTree;
};

export interface ResidualBlockOptions extends CallOptions {
  readonly attention?: AttentionPlacement | undefined;
}

/** The mechanism of a block, where there is one. */
function mechanismAt(placement: AttentionPlacement | undefined, plan: BlockPlan) {
  if (!placement || placement.at?.(plan) === false) return undefined;
  const { mechanism, position = 'residual' } = placement;
  const channels =
    { before: plan.inChannels, middle: plan.middle, instead: plan.middle }[position as string] ?? plan.channels;
  return { mechanism, position, config: placement.config(channels, plan) };
}

export function initResidualBlock(
  plan: BlockPlan,
  kind: 'basic' | 'bottleneck',
  source: Rng,
  placement?: AttentionPlacement,
): ResidualBlockParams {
  const { inChannels, middle, channels, groups, stride } = plan;
  const attention = mechanismAt(placement, plan);
  const unit = (name: string, kernelSize: number, from: number, to: number, unitGroups = 1): ConvolutionUnitParams =>
    initConvolutionUnit({ kernelSize, inChannels: from, outChannels: to, groups: unitGroups }, child(source, name));
  const bottleneck = kind === 'bottleneck';
  return {
    ...(bottleneck && { reduce: unit('reduce', 1, inChannels, middle) }),
    ...(attention?.position !== 'instead' && {
      spatial: unit('spatial', 3, bottleneck ? middle : inChannels, middle, groups),
    }),
    last: unit('last', bottleneck ? 1 : 3, middle, channels, bottleneck ? 1 : groups),
    ...((stride !== 1 || inChannels !== channels) && { shortcut: unit('shortcut', 1, inChannels, channels) }),
    ...(attention && { attention: attention.mechanism.init(attention.config, child(source, 'attention')) }),
  };
}

/**
 * y = relu(shortcut(x) + residual(x)) (He et al., 2016, arXiv:1512.03385), with attention at its position.
 * @param x [batch, height, width, plan.inChannels]
 * @returns output [batch, height / stride, width / stride, plan.channels]; weights where the block has a mechanism
 */
export function residualBlock(
  params: ResidualBlockParams,
  x: tf.Tensor4D,
  plan: BlockPlan,
  { attention: placement, ...call }: ResidualBlockOptions = {},
): { output: tf.Tensor4D; weights?: TensorTree } {
  return tidyTree(() => {
    const attention = mechanismAt(placement, plan);
    let weights: TensorTree | undefined;
    const attend = (position: AttentionPosition, input: tf.Tensor4D): tf.Tensor4D => {
      if (!attention || attention.position !== position) return input;
      const { mechanism, config } = attention;
      return costScope('attention', () => {
        const result = mechanism.apply(params.attention!, input, { ...mechanism.options(config), ...call });
        weights = result.weights;
        return result.output as tf.Tensor4D;
      });
    };

    const { stride, middleStride, groups } = plan;
    const bottleneck = params.reduce !== undefined;
    let residual = attend('before', x);
    if (params.reduce) residual = convolutionUnit(params.reduce, residual, { ...call, stride: stride / middleStride });
    residual = params.spatial
      ? convolutionUnit(params.spatial, residual, { ...call, stride: middleStride, groups })
      : attend('instead', residual);
    residual = attend('middle', residual);
    residual = convolutionUnit(params.last, residual, { ...call, groups: bottleneck ? 1 : groups, activation: 'none' });
    residual = attend('residual', residual);
    const straight = params.shortcut ? convolutionUnit(params.shortcut, x, { ...call, stride, activation: 'none' }) : x;
    const sum = attend('sum', tf.add(attend('shortcut', straight), residual));
    const output = attend('after', tf.relu(sum));
    return weights === undefined ? { output } : { output, weights };
  });
}
