import { type Region } from './bounds.js';
import { type NumberRule } from './observe.js';

/** A number for people: up to four significant digits, all digits of an integer, grouped; a real minus sign. */
export function numberText(value: number): string {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(4));
  const [whole = '', fraction] = String(Math.abs(rounded)).split('.');
  const grouped = whole.includes('e') ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${rounded < 0 ? '−' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

export function intervalText([low, high]: readonly [number, number]): string {
  return `${numberText(low)} to ${numberText(high)}`;
}

/** `0.5 BLEU`; without a unit the bare number. */
export function withUnit(value: number, unit: string | undefined): string {
  return unit === undefined ? numberText(value) : `${numberText(value)} ${unit}`;
}

/** `above 0.5 BLEU`, `between −1 and 1 points`. */
export function regionText(region: Region, unit: string | undefined): string {
  if (region.low !== undefined && region.high !== undefined) {
    return `between ${numberText(region.low)} and ${withUnit(region.high, unit)}`;
  }
  if (region.low !== undefined) return `above ${withUnit(region.low, unit)}`;
  return `below ${withUnit(region.high ?? Number.NaN, unit)}`;
}

/** What the rule compares: `mean`, `mean difference to the baseline, paired by seed`, `slope`, … */
export function quantityText(rule: NumberRule): string {
  const exact = rule.exact === true;
  switch (rule.test) {
    case 'interval-above':
    case 'interval-below':
    case 'interval-within':
      return exact ? 'value' : 'mean';
    case 'difference-above':
    case 'difference-below':
    case 'difference-within':
      return exact ? 'difference to the baseline' : 'mean difference to the baseline (paired by seed)';
    case 'trend-above':
    case 'trend-below':
    case 'trend-within': {
      const slope = rule.axes === 'log-log' ? 'slope on logarithmic axes' : 'slope';
      return exact ? slope : `mean ${slope}`;
    }
  }
}
