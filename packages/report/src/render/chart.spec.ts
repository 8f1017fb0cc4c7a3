import { describe, expect, it } from 'vitest';
import { heatmap, lineChart } from '../../test/example-chapters.js';
import { chartData, chartTitle, fitSpec, refusal, widths } from './chart-spec.js';
import { drawChart, mergeAppearances } from './chart-svg.js';
import { drawBoth } from './draw-both.js';
import { darkColors, inDark, lightColors } from './chart-theme.js';

describe('the specification of a chart', () => {
  it('finds its title and its rows, in layers too', () => {
    expect(chartTitle({ title: { text: ['a', 'b'] } })).toBe('a b');
    expect(chartTitle({ title: '' })).toBeUndefined();
    expect(chartData(lineChart)).toHaveLength(1);
    expect(chartData({ layer: [{ data: { values: [1, 2] } }, { data: { values: [{ a: 1 }] } }] })).toEqual([
      [{ value: 1 }, { value: 2 }],
      [{ a: 1 }],
    ]);
  });
  it.each([
    [{ data: { url: 'x.json' } }, 'address'],
    [{ layer: [{ mark: { type: 'image', url: 'https://a.example' } }] }, 'address'],
    [{ encoding: { href: { field: 'a' } } }, 'links'],
    [{ data: { sequence: { start: 0, stop: 1e9 } } }, 'more than'],
    [{ data: { sequence: { start: 0, stop: 5, step: 0 } } }, 'more than'],
    [{ params: [{ name: 'a', bind: { input: 'range', element: 'body' } }] }, 'other places'],
  ])('refuses %o', (spec, reason) => {
    expect(refusal(spec)).toContain(reason);
  });
  it('lets data say what it wants', () => {
    expect(refusal({ data: { values: [{ url: 'x', href: 'y' }] } })).toBeUndefined();
    expect(refusal(lineChart)).toBeUndefined();
  });
  it('fits one view to the column, stacks rows of views on phones, and uses the site’s colours', () => {
    expect(fitSpec(lineChart, 300, true)).toMatchObject({ width: 300, autosize: { type: 'fit-x' } });
    expect(fitSpec({ hconcat: [{ mark: 'bar' }, { mark: 'bar' }] }, 300, true)).toMatchObject({
      vconcat: [{ width: 230 }, { width: 230 }],
    });
    expect(fitSpec({ hconcat: [{ mark: 'bar' }] }, 600, false)).toHaveProperty('hconcat');
    expect(fitSpec(heatmap, 300, true)).toMatchObject({
      width: { step: 26 },
      encoding: { color: { scale: { range: 'ramp' } } },
    });
    expect(fitSpec({ mark: 'bar', config: { background: 'red' }, title: 'x' }, 300, true)).not.toHaveProperty('config');
  });
});

describe('the axes of a chart', () => {
  it('have labels that tell values apart, and titles in lines that fit', () => {
    const share = { field: 'a', axis: { format: '.1%' }, title: 'one title that is longer than the axis below it' };
    const count = { field: 'b', axis: { format: '~s', title: 'short' } };
    const fitted = fitSpec({ mark: 'point', encoding: { x: share, y: count } }, widths.narrow, true);
    expect(fitted).toMatchObject({
      encoding: {
        x: { axis: { format: '%' }, title: ['one title that is longer than the', 'axis below it'] },
        y: { axis: { title: 'short', labelExpr: expect.stringContaining('datum.value') as string } },
      },
    });
    expect(share.axis.format).toBe('.1%');
  });
  it('write numbers in full before they take a prefix', async () => {
    const values = [128, 16384, 2_000_000].map((size) => ({ size }));
    const scale = { type: 'log' };
    const x = { field: 'size', type: 'quantitative', scale, axis: { format: '~s', values: [128, 16384, 2_000_000] } };
    const { plain } = await drawChart({ data: { values }, mark: 'point', encoding: { x } }, 664, false);
    for (const label of ['128', '16,384', '2M']) expect(plain).toContain(`>${label}<`);
    const wide = { data: { values: [{ size: 1000 }, { size: 1e9 }] }, mark: 'point', height: 200 };
    const logarithmic = { field: 'size', type: 'quantitative', scale, axis: { format: '~s' } };
    const sparse = await drawChart({ ...wide, encoding: { y: logarithmic } }, 664, false);
    expect(sparse.plain.match(/>\d+M</g)).toEqual(['>1M<', '>10M<', '>100M<']);
    const small = { field: 'part', type: 'quantitative', axis: { format: '~s' } };
    const parts = [{ part: 0 }, { part: 0.4 }];
    const decimal = await drawChart({ data: { values: parts }, mark: 'point', encoding: { x: small } }, 664, false);
    expect(decimal.plain).toContain('>0.2<');
  });
});

describe('the drawing of a chart', () => {
  it('follows light and dark, holds its numbers, and comes out the same twice', async () => {
    const first = await drawChart(heatmap, 640, false);
    const second = await drawChart(heatmap, 640, false);
    expect(first.svg).toBe(second.svg);
    expect(first.svg).toContain('light-dark(');
    expect(first.plain).not.toContain('light-dark(');
    expect(first.svg.match(/aria-/g) ?? []).toHaveLength(0);
    expect(first.plain.replace(/[\s\S]*<svg[^>]*>/, '')).toContain('sleeps');
  });
  it.each([
    [['RNNsearch', 'uniform attention', 'RNNenc-dec'], 664, 1],
    [['RNNsearch', 'uniform attention', 'RNNenc-dec'], 328, 1],
    [['attention over all frames', 'attention over space', 'no attention at all'], 328, 2],
    [['attention over all frames of a video', 'attention over space', 'no attention at all, only the mean'], 328, 3],
  ])('names every kind in the legend: %o, %i pixels wide, in %i rows', async (kinds, width, rows) => {
    const spec = {
      data: { values: kinds.map((kind, x) => ({ kind, x })) },
      mark: 'point',
      encoding: { x: { field: 'x', type: 'quantitative' }, color: { field: 'kind', type: 'nominal', title: null } },
    };
    const { svg } = await drawChart(spec, width, width < 400);
    for (const kind of kinds) expect(svg).toContain(`>${kind}<`);
    const [, taken, height] = /role-legend"><g [^>]*><path class="background" d="M0,0h([\d.]+)v([\d.]+)/.exec(svg)!;
    expect(Number(taken)).toBeLessThanOrEqual(width);
    expect(Math.round(Number(height) / 15)).toBe(rows);
  });
  it('shows long labels in full, as wide as they are in the typeface of the site', async () => {
    const rows = ['attention/length-1024/training', 'translation/rnnsearch'].map((name, time) => ({ name, time }));
    const encoding = { y: { field: 'name', type: 'nominal' }, x: { field: 'time', type: 'quantitative' } };
    const { plain } = await drawChart({ data: { values: rows }, mark: 'point', encoding }, 664, false);
    for (const { name } of rows) expect(plain).toContain(`>${name}<`);
  });
  it('has the dark colours wherever the light drawing has light ones', async () => {
    for (const spec of [lineChart, heatmap]) {
      const { svg, plain, interactive } = await drawChart(spec, 664, false);
      expect(plain).toContain(lightColors.ink);
      expect(svg).toContain(`light-dark(${lightColors.ink},${darkColors.ink})`);
      expect(svg).not.toMatch(/(?<!light-dark\()#22262b/);
      expect(JSON.stringify(interactive.light)).toContain(lightColors.ink);
      expect(JSON.stringify(interactive.dark)).not.toContain(lightColors.ink);
    }
    // Light and dark name the same things, so that a colour of one stands for one of the other.
    const all = inDark(JSON.stringify(lightColors));
    expect(JSON.parse(all)).toEqual(darkColors);
  });
  it('draws the same chart narrower, with type of the same size', async () => {
    const [wide, narrow] = [await drawChart(lineChart, 664, false), await drawChart(lineChart, 328, true)];
    const width = (svg: string): number => Number(/width="(\d+)/.exec(svg)?.[1]);
    const type = (svg: string): string[] =>
      [...new Set([...svg.matchAll(/font-size="([\d.]+)px"/g)].map(([, size]) => size ?? ''))].sort();
    expect(width(narrow.svg)).toBeLessThanOrEqual(328);
    expect(width(wide.svg)).toBeGreaterThan(600);
    expect(type(narrow.svg)).toEqual(type(wide.svg));
    expect(Math.min(...type(narrow.svg).map(Number))).toBeGreaterThanOrEqual(12);
  });
  it('is the same whether or not another width has been drawn before', async () => {
    const bleu = { field: 'bleu', type: 'quantitative' };
    const shaded = { data: lineChart['data']!, mark: 'point', encoding: { x: bleu, y: bleu, color: bleu } };
    for (const spec of [lineChart, heatmap, shaded]) {
      const both = await drawBoth(spec);
      const alone = {
        wide: await drawChart(spec, widths.wide, false),
        narrow: await drawChart(spec, widths.narrow, true),
      };
      // What a page writes of them, byte for byte.
      expect(JSON.stringify(both)).toBe(JSON.stringify(alone));
    }
  });
  it('rejects what is not a chart', async () => {
    await expect(drawChart({ mark: 'nothing' }, 300, true)).rejects.toThrow();
  });
  it('refuses to merge drawings that differ in more than colours', () => {
    expect(mergeAppearances('<a fill="#000"/><b fill="#123"/>', '<a fill="#fff"/><b fill="#123"/>')).toBe(
      '<a fill="light-dark(#000,#fff)"/><b fill="#123"/>',
    );
    expect(() => mergeAppearances('<a x="1"/>', '<a x="2"/>')).toThrow('more than their colours');
  });
});
