import { type SimpleRule } from '@atlas/schemas';

/** Where a measured interval must lie for a rule to hold; a missing end is no limit. */
export type Region = { low?: number; high?: number };

/** The region of a rule about a number; undefined for rules about outcomes. */
export function regionOf(rule: SimpleRule): Region | undefined {
  switch (rule.test) {
    case 'all-true':
      return undefined;
    case 'interval-above':
    case 'difference-above':
    case 'trend-above':
      return { low: rule.threshold };
    case 'interval-below':
    case 'difference-below':
    case 'trend-below':
      return { high: rule.threshold };
    case 'interval-within':
      return { low: rule.low, high: rule.high };
    case 'difference-within':
      return { low: -rule.margin, high: rule.margin };
    case 'trend-within':
      return { low: (rule.slope ?? 0) - rule.margin, high: (rule.slope ?? 0) + rule.margin };
  }
}
