import { describe, expect, it } from 'vitest';
import { siteAssets } from './assets.js';
import { describeLibrary } from './library.js';

describe('the assets of the site', () => {
  it('are complete, name no other host and make no code from text', async () => {
    const files = await siteAssets('.more{color:red}');
    expect([...files.keys()].sort()).toEqual(
      expect.arrayContaining([
        'assets/chart-runtime.js',
        'assets/icon.svg',
        'assets/live-saliency.js',
        'assets/site.css',
        'assets/site.js',
        'assets/theme.js',
      ]),
    );
    const css = String(files.get('assets/site.css'));
    expect(css).toContain('.more');
    expect(css).not.toMatch(/https?:|@import/);
    expect(css.match(/data:font\/woff2;base64,[A-Za-z0-9+/]{1000}/g)).toHaveLength(2);
    for (const name of ['theme', 'site', 'search']) {
      const script = String(files.get(`assets/${name}.js`));
      expect(script, name).not.toMatch(/\beval\(|new Function|https?:\/\//);
      expect(script.length, name).toBeLessThan(30_000);
    }
  });
});

describe('the description of the library', () => {
  it('has every mechanism with its formula, its source and its counted size', async () => {
    const { mechanisms, stills, problem } = await describeLibrary();
    expect(problem).toBeUndefined();
    const se = mechanisms.find(({ id }) => id === 'se');
    expect(se).toMatchObject({
      axes: ['channel'],
      paper: { arxiv: '1709.01507' },
      cost: { parameters: 2 * 256 * 16, operations: 2 * 256 * 16 },
    });
    for (const { id, source, formula, shapes, cost } of mechanisms) {
      expect(cost?.operations, id).toBeGreaterThan(0);
      expect(source, id).toContain(`name: '${id}'`);
      expect(formula.g.length * formula.f.length, id).toBeGreaterThan(0);
      expect(shapes?.output.length, id).toBeGreaterThan(0);
    }
    expect(stills?.attention.words).toHaveLength(5);
    expect(stills?.saliency.path).toHaveLength(3);
  });
});
