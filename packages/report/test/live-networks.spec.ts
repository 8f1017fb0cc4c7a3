import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadTranslator } from '@atlas/models';
import { chooseBackend } from '@atlas/tensor';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite, type SiteSummary } from '../src/index.js';
import { digitNetwork } from '../src/live/digits/networks.js';
import { exampleDigits, firstDigit, inkOf, type Stroke } from '../src/live/digits/strokes.js';
import { exampleSentences } from '../src/live/translate/sentence.js';
import { translationOf } from '../src/live/translate/translation.js';
import { chromiumPath, inChromium, launch } from '@atlas/testing/chromium';
import { chaptersWithNetworks, exampleNetworks } from './example-networks.js';
import { writeFixture } from './fixture.js';
import { expectClose, started, violationsOn } from './live-page.js';
import { temporaryFolder } from './temporary.js';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let networks: ReturnType<typeof exampleNetworks>;
let site: string;
let summary: SiteSummary;

beforeAll(async () => {
  await chooseBackend({ backend: 'cpu' });
  folder = await temporaryFolder();
  networks = exampleNetworks();
  site = join(folder.path, 'site');
  await writeFixture(folder.path, chaptersWithNetworks({ ...networks, 'other.safetensors': new Uint8Array(3) }));
  summary = await buildSite({ root: folder.path, out: site });
});
afterAll(() => folder.remove());

const file = (name: string): Uint8Array => networks[`${name}.safetensors`]!;
const text = (path: string): Promise<string> => readFile(join(site, path), 'utf8');
const numbersIn = (list: string): number[] => list.split(' ').map(Number);

describe('pages of trained networks', () => {
  it('show what the networks make of the first example, without scripts', async () => {
    expect(summary.problems).toEqual([]);
    const expected = translationOf(loadTranslator(file('rnnsearch')), exampleSentences[0], true);
    const page = await text('live/translate.html');
    expectClose(
      [...page.matchAll(/data-value="([^"]*)"/g)].map(([, value]) => Number(value)),
      expected.weights.flat(),
    );
    const drawn = await text('live/digits.html');
    expect(drawn.match(/data-answer=/g)).toHaveLength(3);
    expect(drawn.match(/data-gates=/g)!.length).toBeGreaterThan(3);
    expect(drawn).toContain('1: 50 % from the left, 50 % from the top');
  });

  it('hold weights as scripts of the artifacts, and choose the one for plain digits', async () => {
    const script = await text('weights/05-channel-default-se-digits.js');
    const [, base64 = ''] = /"] = "([^"]*)"/.exec(script) ?? [];
    expect(Buffer.from(base64, 'base64').equals(Buffer.from(file('se-digits')))).toBe(true);
    expect(await text('live/digits.html')).not.toContain('se-cued');
  });

  it('say which chapters the weights come from where there are none, and offer no start', async () => {
    const empty = await temporaryFolder();
    await buildSite({ root: empty.path, out: join(empty.path, 'site') });
    for (const part of ['translate', 'digits']) {
      const page = await readFile(join(empty.path, `site/live/${part}.html`), 'utf8');
      expect(page).toContain('have not been published here yet');
      expect(page).not.toContain('data-live-start');
    }
    await empty.remove();
  });

  it('name an artifact that says it is a network and cannot be read', async () => {
    const other = await temporaryFolder();
    const bytes = file('ram').slice();
    await writeFixture(other.path, chaptersWithNetworks({ 'ram.safetensors': bytes.subarray(0, bytes.length - 40) }));
    const { problems } = await buildSite({ root: other.path, out: join(other.path, 'site') });
    expect(problems.join('\n')).toContain('artifacts/05-channel/default/ram.safetensors cannot be run on a page');
    await other.remove();
  });
});

describe.skipIf(chromiumPath === undefined)(inChromium('trained networks in Chromium, from a folder'), () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const settled = (page: Page): Promise<unknown> => page.waitForSelector('[data-settled="true"]');
  const weightsOn = (page: Page): Promise<number[]> =>
    page.locator('td[data-value]').evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
  const gatesOn = (page: Page): Promise<number[]> =>
    page
      .locator('[data-gates]')
      .evaluateAll((rows) => rows.flatMap((row) => (row.getAttribute('data-gates') ?? '').split(' ').map(Number)));
  const answerOn = async (page: Page): Promise<number[]> =>
    numbersIn((await page.getAttribute('[data-answer]', 'data-answer')) ?? '');
  /** The strokes as the page draws them. */
  const strokesOn = (page: Page): Promise<Stroke[]> =>
    page.locator('.pad polyline').evaluateAll((lines) =>
      lines.map((line) =>
        (line.getAttribute('points') ?? '').split(' ').map((point) => {
          const [x = 0, y = 0] = point.split(',').map((value) => Number(value) / 100);
          return [x, y] as const;
        }),
      ),
    );

  it('translates as Node does, with attention and without, by every network', async () => {
    const search = loadTranslator(file('rnnsearch'));
    await started(browser, site, 'translate', async (page) => {
      await settled(page);
      expectClose(await weightsOn(page), translationOf(search, exampleSentences[0], true).weights.flat());
      await page.check('text=Switch attention off');
      await settled(page);
      const even = translationOf(search, exampleSentences[0], false);
      expectClose(await weightsOn(page), even.weights.flat());
      expect(await page.innerText('[data-live]')).toContain('Every word looks everywhere alike.');
      await page.uncheck('text=Switch attention off');
      await page.fill('input[type=text]', 'A big man paints the <otter>');
      await settled(page);
      const typed = translationOf(search, 'A big man paints the <otter>', true);
      expectClose(await weightsOn(page), typed.weights.flat());
      expect(await page.innerText('.translation')).toBe(typed.written.join(' ') || '(nothing)');
      expect(await page.innerText('[data-live]')).toContain('has never seen paints, otter');
      await page.selectOption('.controls select >> nth=1', 'transformer');
      await settled(page);
      const transformer = loadTranslator(file('transformer'));
      expectClose(
        await weightsOn(page),
        translationOf(transformer, 'A big man paints the <otter>', true).weights.flat(),
      );
      expect(await page.isHidden('text=Switch attention off')).toBe(true);
      await page.click('text=Reset');
      await settled(page);
      expectClose(await weightsOn(page), translationOf(search, exampleSentences[0], true).weights.flat());
    });
  });

  it('shows gates and glimpses as Node computes them, for examples and for drawings', async () => {
    const [se, sk, ram] = [
      digitNetwork('gates', file('se-digits')),
      digitNetwork('gates', file('sk-digits')),
      digitNetwork('glimpses', file('ram')),
    ];
    const gatesOf = (network: typeof se, strokes: readonly Stroke[]): number[] => {
      const look = network.look(inkOf(strokes, network.size));
      return look.kind === 'gates' ? look.blocks.flatMap(({ rows }) => rows.flatMap(({ values }) => values)) : [];
    };
    await started(browser, site, 'digits', async (page) => {
      await settled(page);
      const first = exampleDigits[firstDigit]!;
      const pathOf = (count: number): { x: number; y: number }[] => {
        const look = ram.look(inkOf(first, ram.size), count);
        return look.kind === 'glimpses' ? look.path : [];
      };
      const places = (): Promise<number[]> =>
        page
          .locator('[data-x]')
          .evaluateAll((list) =>
            list.flatMap((place) => ['x', 'y'].map((side) => Number((place as HTMLElement).dataset[side]))),
          );
      expectClose(
        await places(),
        pathOf(4).flatMap(({ x, y }) => [x, y]),
      );
      await page.locator('input[type=range]').fill('2');
      await settled(page);
      expectClose(
        await places(),
        pathOf(2).flatMap(({ x, y }) => [x, y]),
      );
      expectClose(await answerOn(page), ram.look(inkOf(first, ram.size), 2).answer);

      await page.selectOption('.controls select >> nth=0', 'se');
      await settled(page);
      expectClose(await gatesOn(page), gatesOf(se, first));
      const pad = (await page.locator('.pad').boundingBox())!;
      await page.mouse.move(pad.x + 60, pad.y + 40);
      await page.mouse.down();
      await page.mouse.move(pad.x + 180, pad.y + 45, { steps: 4 });
      await page.mouse.move(pad.x + 110, pad.y + 220, { steps: 4 });
      await page.mouse.up();
      await settled(page);
      const drawn = await strokesOn(page);
      expect(drawn).toHaveLength(1);
      expect(drawn[0]!.length).toBeGreaterThan(6);
      expectClose(await gatesOn(page), gatesOf(se, drawn));
      await page.selectOption('.controls select >> nth=0', 'sk');
      await settled(page);
      expectClose(await gatesOn(page), gatesOf(sk, drawn));
      expect(await page.innerText('.gates')).toContain('branch 2');
      await page.click('text=Clear');
      await settled(page);
      expect(await page.locator('.pad polyline').count()).toBe(0);
    });
  });

  it.each(['translate', 'digits'])('stays accessible once %s runs', async (part) => {
    await started(browser, site, part, async (page) => {
      await settled(page);
      expect(await violationsOn(page, await readFile(axePath, 'utf8'))).toEqual([]);
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });
  });
});
