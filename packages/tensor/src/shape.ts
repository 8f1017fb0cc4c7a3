import type * as tf from '@tensorflow/tfjs-core';

/** An axis of an expected shape: a number fixes its size, a word only names it. */
export type ExpectedAxis = number | string;

/**
 * Checks a shape at the edge of a public function. Axes that share a word must have the same size.
 * @param what the argument as the reader knows it, for instance 'squeeze-excite x'
 * @throws RangeError that names the argument, the expected shape and the one found
 */
export function expectShape(x: tf.Tensor, expected: readonly ExpectedAxis[], what: string): void {
  const found = x.shape;
  const sizes = new Map<string, number>();
  const fits =
    found.length === expected.length &&
    expected.every((axis, index) => {
      const size = found[index]!;
      const wanted = typeof axis === 'number' ? axis : (sizes.get(axis) ?? size);
      if (typeof axis === 'string') sizes.set(axis, size);
      return size === wanted;
    });
  if (!fits) throw new RangeError(`${what}: expected shape [${expected.join(', ')}], found [${found.join(', ')}].`);
  const empty = expected.findIndex((_, index) => found[index] === 0);
  if (empty >= 0) throw new RangeError(`${what}: axis '${expected[empty]}' of [${found.join(', ')}] is empty.`);
}

/**
 * Checks a size or a count.
 * @throws RangeError when the value is not an integer of at least `minimum`
 */
export function requireInteger(value: number, what: string, minimum = 1): number {
  if (!Number.isInteger(value) || value < minimum) {
    throw new RangeError(`${what}: expected an integer of at least ${minimum}, found ${value}.`);
  }
  return value;
}

/**
 * Checks that one size divides another.
 * @throws RangeError that names both
 */
export function requireDivisible(value: number, divisor: number, what: string): number {
  requireInteger(divisor, `${what} divisor`);
  if (value % divisor !== 0) throw new RangeError(`${what}: expected a multiple of ${divisor}, found ${value}.`);
  return value;
}

/**
 * Checks a number that is not a count, such as a rate.
 * @throws RangeError when the value is not a number in [minimum, maximum]
 */
export function requireBetween(value: number, minimum: number, maximum: number, what: string): number {
  if (!(value >= minimum && value <= maximum)) {
    throw new RangeError(`${what}: expected a number from ${minimum} to ${maximum}, found ${value}.`);
  }
  return value;
}
