import { describe, expect, it } from 'vitest';
import { intervalPlot, type PlotRow } from './interval-plot.js';
import { regionOf } from './region.js';

const measured: PlotRow = { label: 'measured', estimate: 2, interval: [1, 3] };
const control: PlotRow = { label: 'control', estimate: 0, interval: [-1, 1], hollow: true };
const numbers = (markup: string, attribute: string): number[] =>
  [...markup.matchAll(new RegExp(`\\s${attribute}="(-?[\\d.]+)"`, 'g'))].map(([, value]) => Number(value));

describe('the plot of intervals', () => {
  it('draws estimates in their order, inside the drawing, with the region of the rule', () => {
    const markup = intervalPlot([measured, control], { low: 1.5 })?.markup ?? '';
    const [first = 0, second = 0] = numbers(markup, 'cx');
    expect(first).toBeGreaterThan(second);
    for (const x of [...numbers(markup, 'x1'), ...numbers(markup, 'x2'), first, second]) {
      expect(x).toBeGreaterThanOrEqual(70);
      expect(x).toBeLessThanOrEqual(268);
    }
    expect(markup).toContain('class="wanted"');
    expect(markup).toContain('class="zero"');
    expect(markup).toContain('aria-label="measured 2, 1 to 3; control 0, −1 to 1"');
  });
  it('draws a single number, a region without ends, and nothing for nothing', () => {
    expect(intervalPlot([{ label: 'measured', estimate: 7 }], undefined)?.markup).toContain('<circle');
    expect(intervalPlot([], { low: 0 })).toBeNull();
    expect(intervalPlot([{ label: 'measured', estimate: 0 }], {})?.markup).not.toContain('NaN');
  });
  it('knows where each rule wants the interval', () => {
    expect(regionOf({ test: 'difference-above', threshold: 1 })).toEqual({ low: 1 });
    expect(regionOf({ test: 'trend-below', threshold: 1 })).toEqual({ high: 1 });
    expect(regionOf({ test: 'interval-within', low: 1, high: 2 })).toEqual({ low: 1, high: 2 });
    expect(regionOf({ test: 'difference-within', margin: 3 })).toEqual({ low: -3, high: 3 });
    expect(regionOf({ test: 'trend-within', margin: 1, slope: 2 })).toEqual({ low: 1, high: 3 });
    expect(regionOf({ test: 'all-true' })).toBeUndefined();
  });
});
