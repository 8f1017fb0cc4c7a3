import { child, type Rng } from '@atlas/tensor';
import { type ImageSet } from '../data/image-set.js';
import { type BatchSource, shuffledBatches } from '../training/batches.js';
import { imageBatch, type ImageBatch } from '../training/image-batches.js';
import { strewnDigits, type StrewnDigitsOptions } from './strewn-digits.js';

/** Batches of scenes that are never seen twice: each epoch every digit once, at another place, among other pieces. */
export function strewnBatches(
  set: ImageSet,
  size: number,
  rng: Rng,
  options: StrewnDigitsOptions = {},
): BatchSource<ImageBatch> {
  const everyScene = Array.from({ length: size }, (_, i) => i);
  return shuffledBatches(set.count, size, rng, (indices, ofBatch) =>
    imageBatch(strewnDigits(set, indices, child(ofBatch, 'scenes'), options), everyScene),
  );
}
