/** What one run is expected to need. */
export interface Need {
  readonly bytes: number;
  /** Measures time: nothing else may run beside it. */
  readonly alone: boolean;
}

interface Waiting {
  readonly need: Need;
  readonly admit: () => void;
}

/**
 * Lets runs begin, in the order in which they ask, while there are cores and memory for them. A run that nothing runs
 * beside may always begin, however much it needs.
 */
export class Admission {
  readonly #jobs: number;
  readonly #bytes: number;
  readonly #running = new Set<Need>();
  #waiting: Waiting[] = [];

  /**
   * @param jobs runs at once
   * @param bytes memory for all of them together
   */
  constructor(jobs: number, bytes: number) {
    this.#jobs = jobs;
    this.#bytes = bytes;
  }

  /** Resolves when the run may begin. Call what it resolves to when the run is over. */
  enter(need: Need): Promise<() => void> {
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#running.delete(need);
        this.#admit();
      };
      this.#waiting.push({ need, admit: () => resolve(leave) });
      this.#admit();
    });
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.need); next = this.#waiting[0]) {
      this.#waiting = this.#waiting.slice(1);
      this.#running.add(next.need);
      next.admit();
    }
  }

  #fits({ bytes, alone }: Need): boolean {
    const running = [...this.#running];
    if (running.length === 0) return true;
    if (alone || running.some((other) => other.alone) || running.length >= this.#jobs) return false;
    return running.reduce((sum, other) => sum + other.bytes, bytes) <= this.#bytes;
  }
}
