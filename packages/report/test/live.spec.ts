import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chooseBackend } from '@atlas/tensor';
import { encode } from 'fast-png';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../src/index.js';
import { saliencyOf } from '../src/live/saliency/saliency.js';
import { startChoice, wordsOf, type AttentionChoice } from '../src/live/self-attention/choice.js';
import { attentionSteps } from '../src/live/self-attention/steps.js';
import { chromiumPath, inChromium, launch } from '@atlas/testing/chromium';
import { expectClose, started, violationsOn } from './live-page.js';
import { temporaryFolder } from './temporary.js';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

beforeAll(async () => {
  await chooseBackend({ backend: 'cpu' });
});

describe('self-attention over words', () => {
  it('splits words and signs, and stops where the picture is full', () => {
    expect(wordsOf("It's  RED, isn’t it?")).toEqual(["it's", 'red', ',', 'isn’t', 'it', '?']);
    expect(wordsOf('a '.repeat(50))).toHaveLength(12);
    expect(wordsOf('')).toEqual([]);
  });

  const choices: Partial<AttentionChoice>[] = [
    {},
    { mapped: true },
    { similarity: 'cosine' },
    { similarity: 'mlp' },
    { similarity: 'concatenation' },
    { scaled: false },
    { attention: false },
  ];
  it.each(choices)('makes rows of weights that sum to one, and outputs that they weigh (%o)', (change) => {
    const { words, weights, values, outputs } = attentionSteps({ ...startChoice, ...change });
    for (const [row, weightsOfRow] of weights.entries()) {
      expect(weightsOfRow.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      const expected = values[0]!.map((_, feature) =>
        words.reduce((sum, _word, key) => sum + weightsOfRow[key]! * values[key]![feature]!, 0),
      );
      outputs[row]!.forEach((value, feature) => expect(value).toBeCloseTo(expected[feature]!, 4));
    }
  });

  it('has every word look most at itself when vectors are equally long and unmapped', () => {
    const { words, scores } = attentionSteps({
      ...startChoice,
      sentence: 'one two three four five six',
      equalLengths: true,
    });
    words.forEach((_, row) => expect(Math.max(...scores[row]!)).toBeCloseTo(scores[row]![row]!, 4));
  });

  it('looks everywhere alike when attention is off, and whatever the query when similarity is linear', () => {
    const off = attentionSteps({ ...startChoice, attention: false }).weights.flat();
    off.forEach((weight) => expect(weight).toBeCloseTo(1 / 5, 6));
    const { weights } = attentionSteps({ ...startChoice, similarity: 'concatenation' });
    weights.forEach((row) => row.forEach((weight, key) => expect(weight).toBeCloseTo(weights[0]![key]!, 5)));
  });
});

describe.skipIf(chromiumPath === undefined)(
  inChromium('live parts in Chromium, from a folder, under the policy of their pages'),
  () => {
    let browser: Browser;
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    beforeAll(async () => {
      folder = await temporaryFolder();
      await buildSite({ root: folder.path, out: join(folder.path, 'site') });
      browser = await launch();
    });
    afterAll(async () => {
      await browser?.close();
      await folder?.remove();
    });

    const start = (part: string, run: (page: Page) => Promise<void>): Promise<void> =>
      started(browser, join(folder.path, 'site'), part, run);

    const shownWeights = (page: Page): Promise<number[]> =>
      page
        .locator('table.attention td[data-value]')
        .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset['value'])));

    it('shows the weights that Node computes, for every choice, and answers within 100 ms', async () => {
      await start('self-attention', async (page) => {
        expectClose(await shownWeights(page), attentionSteps(startChoice).weights.flat());
        const sentence = 'The cat saw a cat that saw the dog';
        await page.fill('input[type=text]', sentence);
        expectClose(await shownWeights(page), attentionSteps({ ...startChoice, sentence }).weights.flat());
        for (const similarity of ['cosine', 'concatenation', 'mlp', 'dot-product'] as const) {
          await page.selectOption('.controls select', similarity);
          expectClose(
            await shownWeights(page),
            attentionSteps({ ...startChoice, sentence, similarity }).weights.flat(),
          );
        }
        await page.check('text=Map the words first');
        expectClose(
          await shownWeights(page),
          attentionSteps({ ...startChoice, sentence, mapped: true }).weights.flat(),
        );
        await page.check('text=Switch attention off');
        expectClose(
          await shownWeights(page),
          attentionSteps({ ...startChoice, sentence, attention: false }).weights.flat(),
        );
        const milliseconds = await page.evaluate(() => {
          const begin = performance.now();
          const boxes = document.querySelectorAll<HTMLInputElement>('.controls input[type=checkbox]');
          boxes[3]?.click();
          return performance.now() - begin;
        });
        expect(milliseconds).toBeGreaterThan(0);
        await page.click('text=Reset');
        expectClose(await shownWeights(page), attentionSteps(startChoice).weights.flat());
      });
    });

    it('lets a reader choose a word by keyboard and keeps the place', async () => {
      await start('self-attention', async (page) => {
        await page.focus('[data-word="1"]');
        await page.keyboard.press('Enter');
        expect(await page.getAttribute('[data-word="1"]', 'aria-pressed')).toBe('true');
        expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset['word'])).toBe('1');
        expect(await page.innerText('.steps')).toContain('The query of “machines” meets the keys');
        await page.fill('input[type=text]', '<img src=x onerror=alert(1)>');
        expect(await page.locator('[data-live] img').count()).toBe(0);
        await page.fill('input[type=text]', '');
        expect(await page.innerText('[data-live]')).toContain('Type some words.');
      });
    });

    it('finds in a reader’s picture the places that Node finds', async () => {
      const [width, height] = [160, 128];
      const bytes = new Uint8Array(width * height * 3).fill(60);
      for (let y = 80; y < 96; y++) for (let x = 112; x < 128; x++) bytes.set([250, 240, 40], (y * width + x) * 3);
      const expected = saliencyOf({ width, height, pixels: Float32Array.from(bytes, (value) => value / 255) }, 4);
      await start('saliency', async (page) => {
        await page.waitForSelector('[data-x]');
        await page.setInputFiles('input[type=file]', {
          name: 'own.png',
          mimeType: 'image/png',
          buffer: Buffer.from(encode({ width, height, channels: 3, depth: 8, data: bytes })),
        });
        await page.locator('input[type=range]').fill('4');
        await page.waitForFunction(
          () => document.querySelectorAll('[data-x]').length === 4 && document.querySelector('canvas')?.width === 160,
        );
        const path = await page.locator('[data-x]').evaluateAll((places) =>
          places.map((place) => ({
            x: Number((place as HTMLElement).dataset['x']),
            y: Number((place as HTMLElement).dataset['y']),
          })),
        );
        expect(path).toEqual(expected.path);
        const opacities = await page
          .locator('svg.map rect')
          .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('fill-opacity'))));
        opacities.forEach((opacity, index) =>
          expect(Math.abs(opacity - expected.maps.saliency.values[index]!)).toBeLessThan(0.006),
        );
        await page.setInputFiles('input[type=file]', {
          name: 'text.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('no picture'),
        });
        await page.waitForFunction(() => document.querySelector('.working')?.textContent?.includes('not a picture'));
        await page.click('text=Reset');
        await page.waitForFunction(() => document.querySelector('canvas')?.width === 280);
      });
    });

    it.each(['self-attention', 'saliency'])('stays accessible once %s runs', async (part) => {
      await start(part, async (page) => {
        expect(await violationsOn(page, await readFile(axePath, 'utf8'))).toEqual([]);
      });
    });
  },
);
