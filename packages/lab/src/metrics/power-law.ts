/**
 * The exponent p of y = c · x^p through some points: the slope of the line of least squares on logarithmic axes.
 * @throws RangeError unless there are at least two points, as many of both, all above 0
 */
export function powerLawExponent(x: readonly number[], y: readonly number[]): number {
  if (x.length < 2 || x.length !== y.length || [...x, ...y].some((value) => !(value > 0))) {
    throw new RangeError(
      `powerLawExponent: expected two or more points with both values above 0, found [${x.join(', ')}] and [${y.join(', ')}].`,
    );
  }
  const [logX, logY] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centreX, centreY] = [mean(logX), mean(logY)];
  const products = logX.map((value, i) => (value - centreX) * (logY[i]! - centreY));
  const squares = logX.map((value) => (value - centreX) ** 2);
  return mean(products) / mean(squares);
}
