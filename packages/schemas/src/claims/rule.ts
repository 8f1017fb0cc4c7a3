/** How a claim ends. A control that also satisfies the rule always gives `not decided`. */
export type Verdict = 'holds' | 'fails' | 'not decided';

export const verdicts: readonly Verdict[] = ['holds', 'fails', 'not decided'];

/** What every rule about numbers may add. */
export type NumberRuleOptions = {
  /** Unit of the compared number, for people: `points of accuracy`, `BLEU`. */
  unit?: string;
  /**
   * True where no seed is involved (a parameter count, a number of operations). The one value is compared as it is;
   * otherwise there is one value per seed, and the 95 % Student-t interval over the seeds decides.
   */
  exact?: boolean;
};

/** The interval of the mean of `values` lies above, or below, the threshold. */
export type ThresholdRule = NumberRuleOptions & {
  test: 'interval-above' | 'interval-below';
  threshold: number;
};

/** The interval of the mean of `values` lies inside [low, high]. */
export type RangeRule = NumberRuleOptions & {
  test: 'interval-within';
  low: number;
  high: number;
};

/** The interval of `values - baseline`, paired by seed, lies above, or below, the threshold. */
export type DifferenceRule = NumberRuleOptions & {
  test: 'difference-above' | 'difference-below';
  threshold: number;
};

/** Equality: the interval of `values - baseline`, paired by seed, lies inside [-margin, margin]. */
export type EqualityRule = NumberRuleOptions & {
  test: 'difference-within';
  margin: number;
};

/**
 * A least-squares line is fitted to each seed's curve; the interval of its slope lies above, or below, the threshold.
 * With `axes: "log-log"` the slope is the exponent of a power law.
 */
export type TrendRule = NumberRuleOptions & {
  test: 'trend-above' | 'trend-below';
  threshold: number;
  axes?: 'linear' | 'log-log';
};

/** The slope does not matter: its interval lies inside [-margin, margin] around `slope` (0 if left out). */
export type FlatTrendRule = NumberRuleOptions & {
  test: 'trend-within';
  margin: number;
  slope?: number;
  axes?: 'linear' | 'log-log';
};

/** Every one of the recorded outcomes is true. */
export type AllTrueRule = { test: 'all-true' };

/** A rule about one observation. */
export type SimpleRule =
  ThresholdRule | RangeRule | DifferenceRule | EqualityRule | TrendRule | FlatTrendRule | AllTrueRule;

/** Several named rules, all of which must hold: "the one loses, and the other does not". */
export type AllOfRule = {
  test: 'all-of';
  parts: { [name: string]: SimpleRule };
};

/** What must be so for a comparison to be fair; where it is not, the claim is not decided. */
export type Conditions = {
  /** A made task decides only if the plain network is above chance and the best one below the ceiling. */
  task?: { chance: number; ceiling: number };
  /** The control's parameter count may differ from the measured network's by this fraction, 0.05 for 5 %. */
  parametersWithin?: number;
};

/** A rule that data can decide; written in the notebook's schema before the run. */
export type Rule = (SimpleRule | AllOfRule) & { conditions?: Conditions };
