import { incompleteBeta } from './incomplete-beta.js';

function requireDegrees(degrees: number): void {
  if (!(degrees > 0)) throw new RangeError(`Student's t needs more than 0 degrees of freedom, found ${degrees}`);
}

/** P(T > t) for t >= 0, precise also far out in the tail. */
function upperTail(t: number, degrees: number): number {
  return 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/**
 * Probability that a Student-t variable with the given degrees of freedom is at most `t`.
 *
 * @throws RangeError if `degrees` is not above 0.
 */
export function studentProbability(t: number, degrees: number): number {
  requireDegrees(degrees);
  const tail = upperTail(Math.abs(t), degrees);
  return t > 0 ? 1 - tail : tail;
}

/**
 * The value that a Student-t variable stays below with the given probability: `studentQuantile(0.975, 4)` is 2.776,
 * the half-width, in standard errors, of the 95 % interval of a mean of five values.
 *
 * @throws RangeError if `probability` is not strictly between 0 and 1 or `degrees` is not above 0.
 */
export function studentQuantile(probability: number, degrees: number): number {
  requireDegrees(degrees);
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`a quantile needs a probability between 0 and 1, found ${probability}`);
  }
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  let low = 0;
  let high = 1;
  while (upperTail(high, degrees) > tail) high *= 2;
  // Bisection to the last bit: sure for every number of degrees, and cheap enough.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return probability < 0.5 ? -middle : middle;
    if (upperTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
}
