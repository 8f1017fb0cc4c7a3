/** Where a pixel of the new picture looks in the old one: two numbers a pixel, x and y, in pixels. */
export type LookUp = Float64Array;

/**
 * The picture seen through a look-up table, with bilinear interpolation and empty space outside.
 * @param source bytes of one picture of `height` x `width`
 */
export function warp(source: Uint8Array, lookUp: LookUp, height: number, width: number, into: Uint8Array): void {
  for (let at = 0; at < into.length; at++) {
    const x = lookUp[2 * at]!;
    const y = lookUp[2 * at + 1]!;
    const left = Math.floor(x);
    const top = Math.floor(y);
    if (left < -1 || top < -1 || left >= width || top >= height) {
      into[at] = 0;
      continue;
    }
    const fx = x - left;
    const fy = y - top;
    const base = top * width + left;
    const hasTop = top >= 0;
    const hasBottom = top + 1 < height;
    const hasLeft = left >= 0;
    const hasRight = left + 1 < width;
    const a = hasTop && hasLeft ? source[base]! : 0;
    const b = hasTop && hasRight ? source[base + 1]! : 0;
    const c = hasBottom && hasLeft ? source[base + width]! : 0;
    const d = hasBottom && hasRight ? source[base + width + 1]! : 0;
    into[at] = Math.round((1 - fy) * ((1 - fx) * a + fx * b) + fy * ((1 - fx) * c + fx * d));
  }
}
