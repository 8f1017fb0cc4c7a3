import { describe, expect, it } from 'vitest';
import { heatMap } from './heat-map.js';

const fills = (svg: string | undefined): string[] =>
  [...(svg ?? '').matchAll(/fill="(#\w+)"/g)].map(([, fill]) => fill!);

describe('heatMap', () => {
  it('draws a field for each value, light for the least and dark for the largest', () => {
    const svg = heatMap([0, 1, 2, 4], [2, 2]);
    expect(fills(svg)).toEqual(['#f7fbff', '#bbc8da', '#8096b5', '#08306b']);
    expect(svg).toContain('aria-label="Heat map of 2 by 2: light 0, dark 4"');
  });

  it('draws the first matrix of a tensor with more axes', () => {
    const svg = heatMap([0, 1, 1, 0, 9, 9, 9, 9], [2, 2, 2]);
    expect(fills(svg)).toHaveLength(4);
    expect(svg).toContain('Heat map of 2 by 2 at [0]: light 0, dark 1');
  });

  it('draws a grey image, whose axes of size 1 say nothing', () => {
    expect(heatMap([0, 1, 1, 0, 1, 1], [1, 3, 2, 1])).toContain('Heat map of 3 by 2: light 0, dark 1');
  });

  it('draws means of blocks of a large matrix, every value in one of them', () => {
    const values = Array.from({ length: 70 * 40 }, (_, index) => (Math.floor(index / 40) < 35 ? 0 : 1));
    const svg = heatMap(values, [70, 40]);
    expect(fills(svg)).toHaveLength(32 * 32);
    expect(new Set(fills(svg))).toEqual(new Set(['#f7fbff', '#08306b']));
    expect(svg).toContain('means of blocks');
  });

  it('marks what is not finite, and bears equal values', () => {
    expect(fills(heatMap([Number.NaN, 1, 1, Infinity], [2, 2]))).toEqual(['#d62728', '#f7fbff', '#f7fbff', '#d62728']);
    expect(heatMap([NaN, NaN, NaN, NaN], [2, 2])).toContain('no finite value');
  });

  it('draws no vectors', () => {
    for (const shape of [[], [4], [1, 4], [4, 1], [0, 4], [4, 0]]) expect(heatMap([1, 2, 3, 4], shape)).toBeUndefined();
  });
});
