import { roundTo } from '../json/round.js';
import { estimateMean, type Estimate } from '../statistics/interval.js';
import { leastSquaresSlope } from '../statistics/slope.js';
import { EvidenceError } from './evidence-error.js';
import { type SimpleObservation } from './evidence.js';
import { type AllTrueRule, type SimpleRule, type TrendRule } from './rule.js';

export type NumberRule = Exclude<SimpleRule, AllTrueRule>;

/** Who is observed, for messages: `the measured values`, `the control`. */
export type Subject = string;

function requireFinite(values: readonly unknown[], what: string): asserts values is readonly number[] {
  const index = values.findIndex((value) => typeof value !== 'number' || !Number.isFinite(value));
  if (index < 0) return;
  throw new EvidenceError(
    `${what} must be finite numbers, found ${String(values[index])} at position ${index}: ` +
      'leave out runs that broke, together with their seeds',
  );
}

function requireLength(values: readonly unknown[], expected: number, what: string, per: string): void {
  if (values.length === expected) return;
  throw new EvidenceError(`${what} must have one entry for each ${per}: expected ${expected}, found ${values.length}`);
}

function list(observation: SimpleObservation, field: 'values' | 'baseline' | 'x', who: Subject): readonly unknown[] {
  const fields: { values?: unknown; baseline?: unknown; x?: unknown } = observation;
  const found = fields[field];
  if (Array.isArray(found)) return found;
  throw new EvidenceError(`${who} has no "${field}": give an array`);
}

function slopes(rule: Pick<TrendRule, 'axes'>, observation: SimpleObservation, who: Subject): number[] {
  const x = list(observation, 'x', who);
  requireFinite(x, `"x" of ${who}`);
  const logarithmic = rule.axes === 'log-log';
  const scale = (value: number): number => (logarithmic ? Math.log(value) : value);
  return list(observation, 'values', who).map((curve, index) => {
    const what = `curve ${index} of ${who}`;
    if (!Array.isArray(curve)) throw new EvidenceError(`${what} must be an array with one value for each x`);
    const points: readonly unknown[] = curve;
    requireFinite(points, what);
    requireLength(points, x.length, what, 'x');
    if (logarithmic && [...x, ...points].some((value) => value <= 0)) {
      throw new EvidenceError(`${what} must be above 0 everywhere to be drawn on logarithmic axes`);
    }
    return leastSquaresSlope(x.map(scale), points.map(scale));
  });
}

/** The number per seed that the rule compares: the value, the paired difference, or the slope. */
function compared(rule: NumberRule, observation: SimpleObservation, who: Subject): number[] {
  if (rule.test === 'trend-above' || rule.test === 'trend-below' || rule.test === 'trend-within') {
    return slopes(rule, observation, who);
  }
  const values = list(observation, 'values', who);
  requireFinite(values, `the values of ${who}`);
  if (rule.test === 'interval-above' || rule.test === 'interval-below' || rule.test === 'interval-within') {
    return [...values];
  }
  const baseline = list(observation, 'baseline', who);
  requireFinite(baseline, `"baseline" of ${who}`);
  requireLength(baseline, values.length, `"baseline" of ${who}`, 'value');
  // Rounding takes away what binary subtraction adds: 0.99 - 0.98 must not exceed a margin of 0.01.
  return values.map((value, index) => roundTo(value - (baseline[index] ?? Number.NaN), 12));
}

/**
 * The estimate that a rule compares, with its interval: over the seeds, or the value itself where the rule is exact.
 *
 * @throws EvidenceError if the observation does not have the form that the rule needs.
 */
export function estimate(
  rule: NumberRule,
  observation: SimpleObservation,
  seeds: readonly number[],
  who: Subject,
): Estimate {
  const values = compared(rule, observation, who);
  if (rule.exact !== true) {
    requireLength(values, seeds.length, `the values of ${who}`, 'seed');
    if (values.length === 0) throw new EvidenceError(`${who} has no values: give one for each seed`);
    return estimateMean(values);
  }
  const [value] = values;
  if (value === undefined || values.length !== 1) {
    throw new EvidenceError(`the rule is exact, so ${who} must have one value, found ${values.length}`);
  }
  return { estimate: value, interval: [value, value] };
}

/** The outcomes that an `all-true` rule looks at. */
export function outcomes(observation: SimpleObservation, who: Subject): boolean[] {
  const values = list(observation, 'values', who);
  if (values.length === 0) throw new EvidenceError(`${who} has no outcomes: an empty list would always be true`);
  return values.map((value, index) => {
    if (typeof value === 'boolean') return value;
    throw new EvidenceError(
      `the outcomes of ${who} must be true or false, found ${String(value)} at position ${index}`,
    );
  });
}
