import { describe, expect, it } from 'vitest';
import { costOf } from './cost.js';
import { costUnits, exactCosts, publishedCosts, publishedDifferences } from './published-costs.js';
import type { CostRequest } from './request.js';

/** Counted once by other means, beside those that `exactCosts` has. */
const parameters: readonly [CostRequest, number][] = [
  [{ model: 'gsopnet1', stages: [3, 4, 5] }, 28_054_440],
  [{ model: 'resnet50', attention: 'se', variant: 'paper', reduction: 8 }, 30_586_920],
  [{ model: 'resnet50', attention: 'cbam', own: { gates: 'channel' } }, 28_088_024],
  [{ model: 'resnet50', counting: { statistics: true } }, 25_610_152],
  [{ model: 'resnet50', attention: 'se', variant: 'paper', counting: { statistics: true } }, 28_125_096],
  [{ model: 'resnet50', counting: { normalisation: false } }, 25_503_912],
  [{ model: 'transformer-base' }, 63_045_632],
  [{ model: 'transformer-base', layers: 2 }, 33_644_544],
  [{ model: 'transformer-base', layers: 8 }, 77_746_176],
  [{ model: 'transformer-big' }, 214_171_648],
];

const name = (request: CostRequest) => JSON.stringify(request).replaceAll(/[{}"]/g, '');

describe('exact counts', () => {
  it.each(exactCosts.map((row) => [name(row.request), row] as const))('%s', (_, { request, params, macs }) => {
    const found = costOf(request);
    if (params !== undefined) expect(found.params).toBe(params);
    if (macs !== undefined) expect(found.macs).toBe(macs);
    expect(params ?? macs).toBeDefined();
  });
  it.each(parameters.map(([request, expected]) => [name(request), request, expected] as const))(
    'parameters of %s',
    (_, request, expected) => expect(costOf(request).params).toBe(expected),
  );
});

describe('printed values', () => {
  it.each(publishedCosts.map((row) => [`${row.paper}, ${row.where}, ${row.network}, ${row.quantity}`, row] as const))(
    '%s',
    (_, { request, quantity, value, unit, tolerance }) => {
      expect(Math.abs(costOf(request)[quantity] / costUnits[unit] - value)).toBeLessThanOrEqual(tolerance);
    },
  );

  it.each(publishedDifferences.map((row) => [row.rows, row] as const))(
    'Transformer table 3, %s',
    (_, { more, less, value }) => {
      const count = (options: Partial<CostRequest>) => costOf({ model: 'transformer-base', ...options }).params;
      expect(Math.abs((count(more) - count(less)) / costUnits.M - value)).toBeLessThanOrEqual(1);
    },
  );
});

describe('counts with other switches', () => {
  it.each<[CostRequest, number]>([
    [{ model: 'gsopnet1', variant: 'paper', counting: { matmul: true } }, 6.204],
    [{ model: 'gsopnet1', counting: { matmul: true } }, 6.243],
    [{ model: 'gsopnet1', strideIn: '3x3', counting: { matmul: true } }, 6.397],
    [{ model: 'resnet50', attention: 'gc', counting: { matmul: true } }, 3.8667],
    [{ model: 'resnet50', attention: 'nl' }, 4.115],
    [{ model: 'resnet50', attention: 'cbam', strideIn: '3x3' }, 4.0956],
    [{ model: 'resnet50', attention: 'nl', own: { pooledKeys: false }, counting: { matmul: true } }, 4.308],
    [{ model: 'resnet50', attention: 'se', variant: 'paper', own: { squeeze: 'none' } }, 4.269],
  ])('%o', (request, expected) => {
    const digits = String(expected).split('.')[1]!.length;
    expect(Number((costOf(request).macs / costUnits.G).toFixed(digits))).toBe(expected);
  });

  it('has every part of RNNsearch in the size of its matrices', () => {
    const { byStage, params } = costOf({ model: 'rnnsearch' });
    const [words, m, n, l] = [30_000, 620, 1000, 500];
    expect(Object.fromEntries(Object.entries(byStage).map(([stage, share]) => [stage, share.params]))).toEqual({
      embeddings: 2 * words * m,
      encoder: 2 * 3 * (m * n + n * n),
      alignment: n * n + n * 2 * n + n,
      initialState: n * n,
      decoder: 3 * (m * n + n * n + 2 * n * n),
      readout: 2 * l * (n + m + 2 * n) + l * words,
    });
    expect(params).toBe(80_401_000);
  });
});
