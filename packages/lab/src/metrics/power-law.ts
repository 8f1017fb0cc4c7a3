import { leastSquaresSlope } from '@atlas/schemas';

/**
 * The exponent p of y = c · x^p through some points: the slope of the line of least squares on logarithmic axes.
 * @throws RangeError unless there are at least two points, as many of both, all above 0 and not all at one x
 */
export function powerLawExponent(x: readonly number[], y: readonly number[]): number {
  if (x.length < 2 || x.length !== y.length || [...x, ...y].some((value) => !(value > 0))) {
    throw new RangeError(
      `powerLawExponent: expected two or more points with both values above 0, found [${x.join(', ')}] and [${y.join(', ')}].`,
    );
  }
  return leastSquaresSlope(x.map(Math.log), y.map(Math.log));
}
