import * as tf from '@tensorflow/tfjs-core';
import { requireInteger } from '@atlas/tensor';
import {
  initRecurrentAttention,
  recurrentAttention,
  type RecurrentAttentionParams,
} from '../ram/recurrent-attention.js';
import type { Countables } from './countable.js';
import { expectChoice, expectOptions } from './request.js';

const glimpses = 6;

/** The recurrent attention model on digits; its cost does not depend on the size of the image. */
export const glimpseCountables: Countables = {
  ram: (request) => {
    expectOptions(request, ['patch', 'scales']);
    const variant = expectChoice(request.variant, ['paper', 'code'] as const, 'variant') ?? 'paper';
    if (variant === 'code')
      throw new RangeError("cost variant of ram: expected 'paper', for its authors released no program; found 'code'.");
    const patchSize = requireInteger(request.patch ?? 8, 'cost patch');
    const scales = requireInteger(request.scales ?? 1, 'cost scales');
    const side = requireInteger(request.input ?? 28, 'cost input');
    const config = { patchSize, scales, glimpses };
    return {
      attention: 'hard-attention',
      variant,
      input: side,
      conventions: [
        `one image of ${side}x${side}x1`,
        `${glimpses} glimpses of ${scales} x ${patchSize}x${patchSize}`,
        'the baseline included',
      ],
      init: (source) => initRecurrentAttention(config, source),
      forward: (params) => {
        recurrentAttention(params as RecurrentAttentionParams, tf.zeros([1, side, side, 1]), { config });
      },
      // The location network is kept beside the glimpse network, and is a stage of its own.
      stageOf: (path) => (path.startsWith('glimpse/location/') ? 'location' : path.split('/')[0]!),
    };
  },
};
