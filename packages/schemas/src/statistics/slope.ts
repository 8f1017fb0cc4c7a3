import { mean } from './interval.js';

/** Slope of the least-squares line through the points (x[i], y[i]). */
export function leastSquaresSlope(x: readonly number[], y: readonly number[]): number {
  const centreX = mean(x);
  const centreY = mean(y);
  let covariance = 0;
  let variance = 0;
  x.forEach((value, i) => {
    covariance += (value - centreX) * ((y[i] ?? Number.NaN) - centreY);
    variance += (value - centreX) ** 2;
  });
  if (!(variance > 0)) throw new RangeError('a slope needs at least two different positions x');
  return covariance / variance;
}
