/** How far a training is. Times depend on the machine; everything else on the seed. */
export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Loss of this step. */
  readonly loss: number;
  readonly learningRate: number;
  /** Validation of the last epoch that has one. */
  readonly validation?: number;
  /** Expected time to the end if no early stop comes, from the pace so far. */
  readonly secondsLeft: number;
}

/** Expects the time left from the pace since it was made, the first step left out: it compiles. */
export function timeLeft(steps: number, now: () => number): (step: number) => number {
  let start: { readonly step: number; readonly time: number } | undefined;
  return (step) => {
    const time = now();
    if (start === undefined) {
      start = { step, time };
      return Number.POSITIVE_INFINITY;
    }
    const passed = step - start.step;
    return passed > 0 ? ((time - start.time) / 1000 / passed) * (steps - 1 - step) : Number.POSITIVE_INFINITY;
  };
}

/** Lets timers, signals and messages in. Called between steps when the last time is `milliseconds` ago. */
export function breather(milliseconds: number, now: () => number): () => Promise<void> {
  let last = now();
  return async () => {
    if (now() - last < milliseconds) return;
    await new Promise((resume) => setImmediate(resume));
    last = now();
  };
}
