import * as tf from '@tensorflow/tfjs-core';
import { requireInteger } from '@atlas/tensor';
import type { ResidualNetworkConfig } from '../residual/config.js';
import { resnet, type ResidualDepth, type ResidualNetworkOptions } from '../residual/depths.js';
import { initResidualNetwork, residualNetwork, type ResidualNetworkParams } from '../residual/network.js';
import type { AttentionPosition } from '../residual/placement.js';
import {
  publishedAttention,
  publishedAttentionNames,
  secondOrderNetwork,
  selectiveKernelNetwork,
} from '../residual/published.js';
import type { Countable, Countables } from './countable.js';
import { expectChoice, expectOptions, type CostRequest } from './request.js';

const strides = ['1x1', '3x3'] as const;
const variants = ['paper', 'code'] as const;
const positions = [
  'residual',
  'before',
  'shortcut',
  'sum',
  'after',
  'middle',
] as const satisfies readonly AttentionPosition[];

/** GSoP is counted in its own network, whose last stage has no stride; the others go into any ResNet or ResNeXt. */
export const costAttentionNames = publishedAttentionNames.filter((name) => name !== 'gsop');

/** The residual networks that can be counted. The printed numbers come from the released programs. */
export const visionCountables: Countables = {
  resnet18: residual(18),
  resnet34: residual(34),
  resnet50: residual(50),
  resnet101: residual(101),
  resnet152: residual(152),
  'resnext50-32x4d': residual(50, { groups: 32, groupWidth: 4 }),
  'resnext101-32x4d': residual(101, { groups: 32, groupWidth: 4 }),
  sknet50: selectiveKernel(50),
  sknet101: selectiveKernel(101),
  gsopnet1: (request) => {
    expectOptions(request, ['strideIn', 'stages']);
    const variant = expectChoice(request.variant, variants, 'variant') ?? 'code';
    const strideIn = expectChoice(request.strideIn, strides, 'strideIn') ?? '1x1';
    const { stages } = request;
    const config = secondOrderNetwork({ variant, strideIn, ...(stages && { stages }) });
    return countable(request, config, { attention: 'gsop', variant, strideIn });
  },
};

function residual(depth: ResidualDepth, cardinality?: { groups: number; groupWidth: number }): Countables[string] {
  return (request) => {
    const attended = ['reduction', 'stages', 'blocks', 'position', 'own'] as const;
    expectOptions(request, ['strideIn', 'attention', ...attended]);
    const name = expectChoice(request.attention, costAttentionNames, 'attention');
    const variant = expectChoice(request.variant, variants, 'variant') ?? 'code';
    const orphan = attended.find((option) => !name && request[option] !== undefined);
    if (orphan) throw new RangeError(`cost ${orphan}: expected an attention that it applies to, found none.`);
    const { reduction, stages, blocks, own } = request;
    const position = expectChoice(request.position, positions, 'position');
    // ResNeXt was published with the stride in the 3x3.
    const strideIn = expectChoice(request.strideIn, strides, 'strideIn') ?? (cardinality ? '3x3' : '1x1');
    const options: ResidualNetworkOptions = { strideIn, ...cardinality };
    const attention =
      name &&
      publishedAttention(name, {
        variant,
        depth,
        ...(reduction !== undefined && { reduction }),
        ...(stages && { stages }),
        ...(blocks && { blocks }),
        ...(position && { position }),
        ...(own && { own }),
      });
    const config = resnet(depth, attention ? { ...options, attention } : options);
    return countable(request, config, { attention: name ?? null, variant, strideIn });
  };
}

function selectiveKernel(depth: 50 | 101): Countables[string] {
  return (request) => {
    expectOptions(request, ['strideIn', 'reduction']);
    const strideIn = expectChoice(request.strideIn, strides, 'strideIn') ?? '3x3';
    const { reduction } = request;
    const config = selectiveKernelNetwork(depth, { strideIn, ...(reduction !== undefined && { reduction }) });
    const variant = expectChoice(request.variant, variants, 'variant') ?? 'code';
    return countable(request, config, { attention: 'sk', variant, strideIn });
  };
}

function countable(
  request: CostRequest,
  config: ResidualNetworkConfig,
  { attention, variant, strideIn }: Pick<Countable, 'attention' | 'variant'> & { strideIn: '1x1' | '3x3' },
): Countable {
  // Below this the last stages have nothing left to look at.
  const side = requireInteger(request.input ?? 224, 'cost input', 32);
  return {
    attention,
    variant,
    input: side,
    // Basic blocks have no 1x1 to put the stride into.
    conventions: [
      `one image of ${side}x${side}x3`,
      ...(config.block === 'bottleneck' ? [`stride in the ${strideIn}`] : []),
    ],
    init: (source) => initResidualNetwork(config, source),
    forward: (params) => {
      residualNetwork(params as ResidualNetworkParams, tf.zeros([1, side, side, 3]), { config });
    },
    stageOf: (path) => path.split('/')[path.startsWith('stages/') ? 1 : 0]!,
  };
}
