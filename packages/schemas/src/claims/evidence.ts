/** What was seen in one system. Which fields are needed, the test of the rule says. */
export type SimpleObservation = {
  /**
   * One number per seed; for a trend one curve per seed, `values[seed][point]`; for `all-true` the outcomes, in any
   * number.
   */
  values: number[] | number[][] | boolean[];
  /** For a difference: the paired number of what it is compared with, for each seed. */
  baseline?: number[];
  /** For a trend: the positions that all curves share. */
  x?: number[];
};

/** One observation for each named part of an `all-of` rule. */
export type PartsObservation = { parts: { [name: string]: SimpleObservation } };

export type Observation = (SimpleObservation | PartsObservation) & {
  /** Trainable parameters of the network observed, where the rule asks for equal budgets. */
  parameters?: number;
};

/** What a notebook hands to the rule of a claim. */
export type Evidence = Observation & {
  /** The seeds, in the order of the values. Empty where the rule is exact or only counts outcomes. */
  seeds: number[];
  /** The same observation of the negative control, for which the rule must not hold. */
  control: Observation;
  /** Accuracies per seed of the plainest and the best network of a made task, where the rule has a task condition. */
  task?: { plain: number[]; best: number[] };
};
