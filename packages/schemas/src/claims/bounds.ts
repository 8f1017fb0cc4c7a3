import { type NumberRule } from './observe.js';
import { type Verdict } from './rule.js';

/** The region in which the interval must lie. An open end is not part of the region; a missing one is no limit. */
export type Region = { low?: number; high?: number; open: boolean };

/** The region that a rule about a number asks for. */
export function regionOf(rule: NumberRule): Region {
  switch (rule.test) {
    case 'interval-above':
    case 'difference-above':
    case 'trend-above':
      return { low: rule.threshold, open: true };
    case 'interval-below':
    case 'difference-below':
    case 'trend-below':
      return { high: rule.threshold, open: true };
    case 'interval-within':
      return { low: rule.low, high: rule.high, open: false };
    case 'difference-within':
      return { low: -rule.margin, high: rule.margin, open: false };
    case 'trend-within': {
      const centre = rule.slope ?? 0;
      return { low: centre - rule.margin, high: centre + rule.margin, open: false };
    }
  }
}

/** `holds` if the whole interval is inside the region, `fails` if all of it is outside, else `not decided`. */
export function place(interval: readonly [number, number], region: Region): Verdict {
  const [low, high] = interval;
  const { low: floor = -Infinity, high: ceiling = Infinity, open } = region;
  const inside = open ? low > floor && high < ceiling : low >= floor && high <= ceiling;
  if (inside) return 'holds';
  const outside = open ? high <= floor || low >= ceiling : high < floor || low > ceiling;
  return outside ? 'fails' : 'not decided';
}
