import { type DigitLook } from '../live/digits/looks.js';
import { type Saliency } from '../live/saliency/saliency-maps.js';
import { type AttentionSteps } from '../live/self-attention/choice.js';
import { type Translation } from '../live/translate/sentence.js';
import { type LiveModel } from './live-models.js';

/** What the live parts show first, computed when the scripts are bundled: the still pictures of pages without scripts. */
export type LiveStills = { attention: AttentionSteps; saliency: Saliency };

/** What a trained network makes of the first example of its live part, or why it cannot be run. */
export type NetworkStill =
  | { kind: 'translation'; translation: Translation }
  | { kind: 'digit'; look: DigitLook; side: number; pixels: number[] }
  | { kind: 'problem'; problem: string };

/** A trained network with its still picture. */
export type LiveNetwork = { model: LiveModel; still: Exclude<NetworkStill, { kind: 'problem' }> };
