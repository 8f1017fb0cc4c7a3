/** Maps and masks over the same pictures: `maps[(i * side + row) * side + column]`, square. */
export interface OverlapOptions {
  /** Side of a map. */
  readonly side: number;
  /** Side of a mask: a whole multiple of the map's. */
  readonly maskSide: number;
  /** Mask of picture i is that of picture (i + shift) % count: with it, masks are shuffled against pictures. Default 0. */
  readonly shift?: number;
}

/** The share of a place's pixels that must be inside the mask for the place to count as inside. */
const INSIDE = 0.25;

/**
 * How well maps find masks, one number for each picture: the intersection over union (IoU) of the mask, at the map's
 * size, and of the highest places of the map, as many as the mask has. So no threshold is chosen, 1 is a perfect map,
 * and a map that knows nothing reaches about half the mask's share of the picture.
 * @throws RangeError if the sides do not fit, or a mask is empty at the map's size
 */
export function overlaps(maps: ArrayLike<number>, masks: ArrayLike<number>, options: OverlapOptions): number[] {
  const { side, maskSide, shift = 0 } = options;
  const count = maps.length / (side * side);
  if (!Number.isInteger(count) || !Number.isInteger(maskSide / side) || masks.length !== count * maskSide * maskSide) {
    throw new RangeError(
      `overlaps: expected as many masks as maps and a mask's side a multiple of ${side}, ` +
        `found ${maps.length} values of maps and ${masks.length} of masks of side ${maskSide}.`,
    );
  }
  return Array.from({ length: count }, (_, i) => {
    const inside = maskAt(masks, (i + shift) % count, side, maskSide);
    if (inside.size === 0)
      throw new RangeError(`overlaps: expected no empty mask, found one at ${(i + shift) % count}.`);
    const value = (place: number): number => maps[i * side * side + place]!;
    const places = Array.from({ length: side * side }, (_, place) => place);
    const highest = places.sort((a, b) => value(b) - value(a) || a - b).slice(0, inside.size);
    const shared = highest.filter((place) => inside.has(place)).length;
    return shared / (2 * inside.size - shared);
  });
}

/** The places of a map that lie inside a mask. */
function maskAt(masks: ArrayLike<number>, index: number, side: number, maskSide: number): Set<number> {
  const factor = maskSide / side;
  const inside = new Set<number>();
  for (let place = 0; place < side * side; place++) {
    const [top, left] = [Math.floor(place / side) * factor, (place % side) * factor];
    let sum = 0;
    for (let row = top; row < top + factor; row++) {
      for (let column = left; column < left + factor; column++)
        sum += masks[(index * maskSide + row) * maskSide + column]!;
    }
    if (sum >= INSIDE * factor * factor) inside.add(place);
  }
  return inside;
}
