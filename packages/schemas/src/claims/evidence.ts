/** One number per seed; `baseline` holds the paired numbers of what it is compared with, in the same order. */
export type SeedObservation = { values: number[]; baseline?: number[] };

/** One curve per seed, `values[seed][point]`, over the shared positions `x`. */
export type CurveObservation = { values: number[][]; x: number[] };

/** Outcomes of a yes-or-no question, in any number. */
export type TruthObservation = { values: boolean[] };

/** What was seen in one system. */
export type SimpleObservation = SeedObservation | CurveObservation | TruthObservation;

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
