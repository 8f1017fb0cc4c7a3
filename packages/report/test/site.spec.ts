import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../src/index.js';
import { chromiumPath, inChromium, launch } from '@atlas/testing/chromium';
import { axePath, expectAccessible } from './accessible.js';
import { exampleChapters } from './example-chapters.js';
import { writeFixture } from './fixture.js';
import { pagesOf } from './pages-of.js';
import { serve, type Server } from './server.js';
import { temporaryFolder } from './temporary.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let out: string;
let pages: string[];

beforeAll(async () => {
  folder = await temporaryFolder();
  out = join(folder.path, 'site');
  await writeFixture(folder.path, exampleChapters);
  await buildSite({ root: folder.path, out });
  pages = await pagesOf(out);
});
afterAll(() => folder.remove());

describe('the site', () => {
  it('has every kind of page', () => {
    expect(pages).toEqual(
      expect.arrayContaining([
        'index.html',
        'claims.html',
        'statements.html',
        'mechanisms.html',
        'method.html',
        'provenance.html',
        'search.html',
        'glossary.html',
        '404.html',
        'chapters/02-sentences.html',
      ]),
    );
  });
});

describe.skipIf(chromiumPath === undefined)(inChromium('the site in Chromium'), () => {
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    [browser, server] = [await launch(), await serve(out, '/some/prefix/')];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const file = (path: string): string => pathToFileURL(join(out, path)).href;

  /** A page that fails the test on errors, refused resources and requests to other hosts. */
  async function watched(
    options: Parameters<Browser['newContext']>[0],
    run: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url()) && !request.url().startsWith(server.origin))
        trouble.push(request.url());
    });
    await run(page);
    expect(trouble).toEqual([]);
    await context.close();
  }

  const appearances = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [360, 1280].map((width) => ({ colorScheme, width })),
  );
  const oneOfAKind = (path: string): boolean =>
    !path.startsWith('mechanisms/') || /\/(se|cbam|additive|itti-koch)\.html$/.test(path);

  it.each(appearances)(
    'has no accessibility violation ($colorScheme, $width px)',
    { timeout: 300_000 },
    async ({ colorScheme, width }) => {
      await watched({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true }, async (page) => {
        await page.addInitScript({ path: axePath });
        for (const path of pages.filter(oneOfAKind)) await expectAccessible(page, file(path), path);
      });
    },
  );

  it('has no accessibility violation on the other pages of mechanisms', { timeout: 300_000 }, async () => {
    await watched({ colorScheme: 'dark', viewport: { width: 360, height: 800 }, bypassCSP: true }, async (page) => {
      await page.addInitScript({ path: axePath });
      for (const path of pages.filter((each) => !oneOfAKind(each))) await expectAccessible(page, file(path), path);
    });
  });

  it('works under a path prefix, without a request to another host', async () => {
    await watched({}, async (page) => {
      await page.goto(`${server.origin}/some/prefix/index.html`);
      await page.click('a.chapter-title >> nth=0');
      expect(await page.locator('h1').innerText()).toBe('A vector that is too small');
      await page.goto(`${server.origin}/some/prefix/mechanisms/se.html`);
      expect(await page.locator('h1').innerText()).toBe('Squeeze-and-Excitation');
    });
  });

  it('paints soon and does not shift', async () => {
    for (const path of ['index.html', 'chapters/02-sentences.html', 'claims.html']) {
      await watched({ viewport: { width: 1280, height: 900 } }, async (page) => {
        await page.goto(`${server.origin}/some/prefix/${path}`);
        const { shift, paint } = await page.evaluate(
          () =>
            new Promise<{ shift: number; paint: number }>((resolve) => {
              let [shift, paint] = [0, 0];
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
              }).observe({ type: 'layout-shift', buffered: true });
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) paint = entry.startTime;
              }).observe({ type: 'largest-contentful-paint', buffered: true });
              setTimeout(() => resolve({ shift, paint }), 600);
            }),
        );
        expect(shift, path).toBeLessThan(0.05);
        expect(paint, path).toBeGreaterThan(0);
      });
    }
  });

  it('explores a chart under the policy of the page, in both colours, and goes back', async () => {
    await watched({ colorScheme: 'light' }, async (page) => {
      await page.goto(file('chapters/02-sentences.html'));
      const still = await page.locator('#figure-1 .drawing').innerHTML();
      await page.focus('#figure-1 [data-interactive]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('#figure-1 .drawing svg.marks');
      expect(await page.locator('#figure-1 .drawing svg.marks path').count()).toBeGreaterThan(3);
      await page.click('[data-theme-switch]');
      await page.waitForFunction(() => document.querySelector('#figure-1 svg.marks')?.innerHTML.includes('#7db8f1'));
      await page.click('#figure-1 [data-interactive]');
      expect(await page.locator('#figure-1 .drawing').innerHTML()).toBe(still);
    });
  });

  it('lets a reader reach every chart, its data and its files by keyboard', async () => {
    await watched({}, async (page) => {
      await page.goto(file('chapters/02-sentences.html'));
      const figures = await page.locator('figure[data-chart]').count();
      expect(figures).toBe(2);
      const reached = new Set<string>();
      for (let step = 0; step < 80; step++) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(() => {
          const element = document.activeElement;
          return `${element?.closest('figure')?.id ?? ''} ${element?.textContent?.trim() ?? ''}`;
        });
        if (stop.startsWith('figure-')) reached.add(stop);
      }
      for (const id of ['figure-1', 'figure-2'])
        for (const stop of ['Explore', 'Data', 'CSV', 'SVG', 'JSON', 'notebook'])
          expect([...reached], `${id} ${stop}`).toContain(`${id} ${stop}`);
      expect(await page.locator('figure[data-chart] svg[role=img]:not([aria-label])').count()).toBe(0);
      expect(await page.locator('figure[data-chart] .figure-data table').count()).toBeGreaterThanOrEqual(figures);
    });
  });

  it('prints text, code and claims whole, without navigation', async () => {
    await watched({}, async (page) => {
      await page.goto(file('chapters/02-sentences.html'));
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      expect(await page.locator('.site-header nav:visible, .figure-tools:visible, .unfold:visible').count()).toBe(0);
      expect(await page.locator('.claim:visible').count()).toBe(2);
      const cut = await page
        .locator('.code-block .code')
        .evaluateAll((blocks) => blocks.filter((block) => block.scrollHeight > block.clientHeight + 1).length);
      expect(cut).toBe(0);
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    });
  });

  it('filters the ledger and keeps the choice in the address', async () => {
    await watched({}, async (page) => {
      await page.goto(file('claims.html'));
      await page.selectOption('select[data-filter=verdict]', 'holds');
      const holding = await page.locator('.entry:visible').count();
      expect(holding).toBe(3);
      expect(await page.innerText('[data-found]')).toBe('3 of 5 claims');
      await page.selectOption('select[data-filter=mechanisms]', 'se');
      expect(await page.locator('.entry:visible').count()).toBe(1);
      expect(page.url()).toContain('verdict=holds&mechanisms=se');
      await page.reload();
      expect(await page.locator('.entry:visible').count()).toBe(1);
      await page.click('.filters button[type=reset]');
      await page.waitForFunction(() => document.querySelectorAll('.entry:not([hidden])').length === 5);
    });
  });

  it('searches without a server', async () => {
    await watched({}, async (page) => {
      await page.goto(file('search.html'));
      await page.fill('#search-words', 'bottleneck');
      await page.waitForSelector('[data-search-results] a');
      await page.click('[data-search-results] a >> nth=0');
      await page.waitForURL(/chapters|mechanisms/);
      const target = new URL(page.url()).hash.slice(1);
      if (target !== '') expect(await page.locator(`[id="${target}"]`).count()).toBe(1);
    });
  });

  it('remembers the colours that a reader chose', async () => {
    await watched({ colorScheme: 'light' }, async (page) => {
      await page.goto(`${server.origin}/some/prefix/index.html`);
      const before = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await page.click('[data-theme-switch]');
      const after = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(after).not.toBe(before);
      await page.goto(`${server.origin}/some/prefix/claims.html`);
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(after);
    });
  });

  it('unfolds long code by keyboard', async () => {
    await watched({}, async (page) => {
      await page.goto(file('chapters/02-sentences.html'));
      const button = page.locator('.unfold').first();
      const height = (): Promise<number> =>
        page
          .locator('.code-block.long .code')
          .first()
          .evaluate((element) => element.clientHeight);
      const folded = await height();
      await button.focus();
      await page.keyboard.press('Enter');
      expect(await height()).toBeGreaterThan(folded);
      expect(await button.getAttribute('aria-expanded')).toBe('true');
    });
  });

  it('is complete without JavaScript', async () => {
    await watched({ javaScriptEnabled: false }, async (page) => {
      await page.goto(file('chapters/02-sentences.html'));
      expect(await page.locator('.claim').count()).toBe(2);
      expect(await page.locator('figure.chart svg:visible').count()).toBe(2);
      expect(await page.locator('.needs-script:visible').count()).toBe(0);
      await page.goto(file('claims.html'));
      expect(await page.locator('.entry:visible').count()).toBe(5);
    });
  });
});
