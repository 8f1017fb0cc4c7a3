import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromiumPath, inChromium, launch } from '@atlas/testing/chromium';
import { describe, expect, it } from 'vitest';
import { textWidth } from './chart-text-width.js';

const fontFile = createRequire(import.meta.url).resolve(
  '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
);

describe('the width of a text in a chart', () => {
  it('follows size and weight, and ends at the limit', () => {
    const narrow = textWidth({ fontSize: 13 }, 'ill');
    expect(narrow).toBeLessThan(textWidth({ fontSize: 13 }, 'WWW') / 3);
    expect(textWidth({ fontSize: 26 }, 'ill')).toBeCloseTo(2 * narrow, 9);
    expect(textWidth({ fontSize: 13, fontWeight: 700 }, 'ill')).toBeGreaterThan(narrow);
    expect(textWidth({ fontSize: 13, limit: 20 }, 'a long label')).toBe(20);
    expect(textWidth({}, '0')).toBeCloseTo(11 * 0.497, 9);
  });
  it('counts characters of other fonts once each, and nothing as nothing', () => {
    expect(textWidth({ fontSize: 10 }, 'αβ')).toBeCloseTo(13, 9);
    expect(textWidth({ fontSize: 10 }, null)).toBe(0);
  });
});

describe.skipIf(chromiumPath === undefined)(inChromium('the table of advance widths'), () => {
  it('agrees with what Chromium measures in the typeface of the site', async () => {
    const texts = ['attention/length-1024', 'SE but for the last stage', '−0.25 × 10² to 1,234', 'RNNenc–dec “gate”'];
    const font = (await readFile(fontFile)).toString('base64');
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const measured = await page.evaluate(
        async ({ data, words }) => {
          const face = new FontFace('site', `url(data:font/woff2;base64,${data})`, { weight: '200 900' });
          document.fonts.add(await face.load());
          const context = document.createElement('canvas').getContext('2d')!;
          return [400, 700].map((weight) => {
            context.font = `${weight} 13px site`;
            return words.map((word) => context.measureText(word).width);
          });
        },
        { data: font, words: texts },
      );
      [400, 700].forEach((fontWeight, row) =>
        texts.forEach((text, column) => {
          // Kerning is left out.
          const ratio = textWidth({ fontSize: 13, fontWeight }, text) / measured[row]![column]!;
          expect(ratio, text).toBeGreaterThan(0.99);
          expect(ratio, text).toBeLessThan(1.03);
        }),
      );
    } finally {
      await browser.close();
    }
  });
});
