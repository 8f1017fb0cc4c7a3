/**
 * Labelled grey pictures as bytes: `images[((i * height) + row) * width + column]`, 0 empty and 255 full ink, and
 * `labels[i]` in [0, classes).
 */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly classes: number;
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** The bytes of picture `index`, as a view. */
export function imageAt(set: ImageSet, index: number): Uint8Array {
  if (!Number.isInteger(index) || index < 0 || index >= set.count) {
    throw new RangeError(`imageAt: expected an index from 0 to ${set.count - 1}, found ${index}.`);
  }
  const pixels = set.height * set.width;
  return set.images.subarray(index * pixels, (index + 1) * pixels);
}

/** A new set of the pictures with these indices, in this order. */
export function selectImages(set: ImageSet, indices: ArrayLike<number>): ImageSet {
  const pixels = set.height * set.width;
  const images = new Uint8Array(indices.length * pixels);
  const labels = new Uint8Array(indices.length);
  for (let i = 0; i < indices.length; i++) {
    images.set(imageAt(set, indices[i]!), i * pixels);
    labels[i] = set.labels[indices[i]!]!;
  }
  return { ...set, count: indices.length, images, labels };
}
