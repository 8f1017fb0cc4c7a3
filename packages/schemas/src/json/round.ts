/**
 * The nearest number with at most `decimals` decimals; halves go away from zero; `-0` becomes `0`.
 * NaN and infinities stay what they are.
 */
export function roundTo(value: number, decimals: number): number {
  if (!Number.isFinite(value)) return value;
  // toFixed works on the exact binary value, so the result does not depend on the size of a product with 10^n.
  return Number(value.toFixed(decimals)) + 0;
}

/** True if rounding to `decimals` decimals changes nothing. */
export function isRounded(value: number, decimals: number): boolean {
  return roundTo(value, decimals) === value;
}
