/** Work that is done later, once. */
export class Postponed {
  #work: (() => void) | undefined;

  constructor(work?: () => void) {
    this.#work = work;
  }

  /** What waited before must be done. */
  put(work: () => void): void {
    this.now();
    this.#work = work;
  }

  /** Does what waits, if anything does. */
  now(): void {
    const work = this.#work;
    this.#work = undefined;
    work?.();
  }
}
