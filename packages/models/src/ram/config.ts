import type { HardAttentionConfig } from '@atlas/attention';
import { requireInteger } from '@atlas/tensor';

/** Sizes of a recurrent attention model; the defaults are those of Mnih et al. (2014) for 28x28 digits. */
export interface RecurrentAttentionConfig extends HardAttentionConfig {
  /** T: how often it looks before it answers. Default 6. */
  readonly glimpses?: number;
  /** Default 10. */
  readonly classes?: number;
  /**
   * What the reward trains: the `location` network alone, as the paper's hybrid loss is mostly read, or the `whole`
   * network through the state, as the gradient of its section 3.1 says. Default 'location'.
   */
  readonly rewardTrains?: 'location' | 'whole';
}

/** With every default filled in. */
export function resolveRecurrentAttention(config: RecurrentAttentionConfig) {
  const {
    glimpses = 6,
    classes = 10,
    stateSize = 256,
    glimpseSize = 256,
    deviation = 0.1,
    rewardTrains = 'location',
  } = config;
  requireInteger(glimpses, 'recurrent attention glimpses');
  requireInteger(classes, 'recurrent attention classes');
  return { ...config, glimpses, classes, stateSize, glimpseSize, deviation, rewardTrains };
}
