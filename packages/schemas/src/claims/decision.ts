import { type Verdict } from './rule.js';

/** What a rule says about one observation. */
export type Judgement = {
  verdict: Verdict;
  /** Why, in one plain sentence. */
  reason: string;
  /** The compared number: a mean, a mean difference, a slope. Absent for outcomes and parts. */
  estimate?: number;
  /** Its 95 % interval, low and high; both equal the estimate where the rule is exact. Absent with fewer than two seeds. */
  interval?: [number, number];
  /** The judgement on each part of an `all-of` rule. */
  parts?: { [name: string]: Judgement };
};

/** The outcome of a claim: its verdict, and how the rule judged the measured system and its control. */
export type Decision = {
  verdict: Verdict;
  reason: string;
  measured: Judgement;
  control: Judgement;
};
