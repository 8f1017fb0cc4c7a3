/**
 * Mean intersection over union of a segmentation: for each class the places that are taken for it and are it, over the
 * places that are taken for it or are it; the mean over the classes that occur in either.
 * @throws RangeError when the lengths differ or there is nothing
 */
export function meanIntersectionOverUnion(
  predictions: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): number {
  if (predictions.length !== labels.length || labels.length === 0) {
    throw new RangeError(
      `meanIntersectionOverUnion: expected as many predictions as labels, and at least one; ` +
        `found ${predictions.length} predictions and ${labels.length} labels.`,
    );
  }
  const [both, either] = [new Array<number>(classes).fill(0), new Array<number>(classes).fill(0)];
  for (let i = 0; i < labels.length; i++) {
    const [taken, is] = [predictions[i]!, labels[i]!];
    if (both[taken] === undefined || both[is] === undefined) {
      throw new RangeError(
        `meanIntersectionOverUnion: expected classes from 0 to ${classes - 1}, found ${taken} and ${is} at ${i}.`,
      );
    }
    either[is]! += 1;
    if (taken === is) both[is]! += 1;
    else either[taken]! += 1;
  }
  const shares = both.flatMap((count, index) => (either[index]! > 0 ? [count / either[index]!] : []));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
