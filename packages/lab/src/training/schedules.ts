/** The learning rate of step `step` (from 0) of `steps`. */
export type Schedule = (step: number, steps: number) => number;

/** The same rate at every step. */
export function constantRate(rate: number): Schedule {
  return () => rate;
}

/**
 * From 0 to `peak` in a straight line over the first `warmup` part of the steps, then down to `end` along half a cosine
 * (Loshchilov and Hutter, 2017, arXiv:1608.03983, without restarts).
 * @param warmup part of all steps, in [0, 1)
 */
export function cosineRate(peak: number, options: { readonly warmup?: number; readonly end?: number } = {}): Schedule {
  const { warmup = 0.1, end = 0 } = options;
  if (!(warmup >= 0 && warmup < 1)) {
    throw new RangeError(`cosineRate warmup: expected a part of the steps from 0 to below 1, found ${warmup}.`);
  }
  return (step, steps) => {
    const rising = warmup * steps;
    if (step < rising) return (peak * (step + 1)) / Math.max(1, Math.ceil(rising));
    const passed = (step - rising) / Math.max(1, steps - rising);
    return end + (peak - end) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, passed)));
  };
}

/** Times `factor` after each part of the training named in `at`, for instance [0.5, 0.75]. */
export function steppedRate(rate: number, at: readonly number[], factor = 0.1): Schedule {
  return (step, steps) => rate * factor ** at.filter((part) => step >= part * steps).length;
}

/**
 * The schedule of the Transformer (Vaswani et al., 2017, arXiv:1706.03762, equation 3), n counted from 1:
 *   rate(n) = factor * modelSize^-0.5 * min(n^-0.5, n * warmupSteps^-1.5)
 */
export function transformerRate(modelSize: number, warmupSteps: number, factor = 1): Schedule {
  return (step) => {
    const n = step + 1;
    return factor * modelSize ** -0.5 * Math.min(n ** -0.5, n * warmupSteps ** -1.5);
  };
}
