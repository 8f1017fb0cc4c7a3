import { type Rng, stream } from '@atlas/tensor';

/** The choices of one derivation, drawn from a seed. */
export class Chance {
  readonly #next: () => number;

  constructor(
    rng: Rng,
    /** How often a noun is one of the rare ones. */
    readonly rareShare: number,
  ) {
    this.#next = stream(rng);
  }

  /** True with this probability. */
  happens(probability: number): boolean {
    return this.#next() < probability;
  }

  /** One of these, all alike. */
  oneOf<T>(items: readonly T[]): T {
    return items[Math.floor(this.#next() * items.length)]!;
  }

  /** One of these, the first ones more often: the density falls as 1/√rank. Squaring is exact on every machine. */
  early<T>(items: readonly T[]): T {
    const draw = this.#next();
    return items[Math.floor(draw * draw * items.length)]!;
  }

  /** A whole number from low to high. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1));
  }
}
