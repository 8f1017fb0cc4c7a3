import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';

/** Distinct primes as sizes of axes: with them no two axes can be mixed up unseen. */
export function distinctSizes(count: number, largest = 13): fc.Arbitrary<number[]> {
  const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23].filter((prime) => prime <= largest);
  return fc.shuffledSubarray(primes, { minLength: count, maxLength: count });
}

/** Values of a tensor of the given size, with the fourth decimal as their last, so that a counterexample is readable. */
export function values(size: number, bound = 3): fc.Arbitrary<number[]> {
  const steps = Math.round(bound * 1e4);
  return fc.array(
    fc.integer({ min: -steps, max: steps }).map((step) => step / 1e4),
    { minLength: size, maxLength: size },
  );
}

/** Seeds for generators of random numbers. */
export function seeds(): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 2 ** 32 - 1 });
}

/**
 * Checks a property on 50 cases drawn from a fixed seed, each inside `tf.tidy`.
 * @throws Error with the smallest counterexample that was found
 */
export function holdsFor<T>(arbitrary: fc.Arbitrary<T>, property: (drawn: T) => void, numRuns = 50): void {
  fc.assert(
    fc.property(arbitrary, (drawn) => {
      tf.tidy(() => {
        property(drawn);
      });
    }),
    { seed: 20260, numRuns },
  );
}
