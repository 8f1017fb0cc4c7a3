import { type Saliency } from '../live/saliency/saliency-maps.js';
import { type AttentionSteps } from '../live/self-attention/choice.js';

/** What the live parts show first, computed when the scripts are bundled: the still pictures of pages without scripts. */
export type LiveStills = { attention: AttentionSteps; saliency: Saliency };
