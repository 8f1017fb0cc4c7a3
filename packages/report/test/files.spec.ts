import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, inChromium, launch } from '@atlas/testing/chromium';
import { buildSite } from '../src/index.js';
import { axePath, expectAccessible } from './accessible.js';
import { exampleChapters } from './example-chapters.js';
import { writeFixture } from './fixture.js';
import { pagesOf } from './pages-of.js';
import { temporaryFolder } from './temporary.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

const siteOf = (which: string): string => join(folder.path, `site of ${which}`);

beforeAll(async () => {
  folder = await temporaryFolder();
  for (const [which, root] of Object.entries(roots)) await buildSite({ root: await root(), out: siteOf(which) });
}, 60_000);
afterAll(() => folder.remove());

/** What sites are built from: chapters made for the tests, and the results that this repository holds. */
const roots: Readonly<Record<string, () => Promise<string>>> = {
  'an example': async () => {
    await writeFixture(folder.path, exampleChapters);
    return folder.path;
  },
  'the published report': async () => fileURLToPath(new URL('../../..', import.meta.url)),
};

const attribute = /\s(?:href|src)="([^"]*)"/g;

describe.each(Object.keys(roots))('the pages of %s as files', (which) => {
  let out: string;
  let pages: string[];

  beforeAll(async () => {
    out = siteOf(which);
    pages = await pagesOf(out);
  });

  it('resolves every internal link, file and anchor', async () => {
    const texts = new Map(
      await Promise.all(pages.map(async (page) => [page, await readFile(join(out, page), 'utf8')] as const)),
    );
    const files = new Set((await readdir(out, { recursive: true })).map((path) => path.split('\\').join('/')));
    const broken: string[] = [];
    let count = 0;
    for (const [page, text] of texts) {
      for (const [, address = ''] of text.matchAll(attribute)) {
        if (/^(https?:|data:)/.test(address)) continue;
        count++;
        const [path = '', fragment] = address.replaceAll('&amp;', '&').split('#');
        const target = path === '' ? page : posix.join(posix.dirname(page), path);
        const exists =
          files.has(target) && (fragment === undefined || texts.get(target)?.includes(` id="${fragment}"`));
        if (!exists) broken.push(`${page}: ${address}`);
      }
    }
    expect(broken).toEqual([]);
    expect(count).toBeGreaterThan(500);
  });

  it('names no other host except in links that a reader follows', async () => {
    for (const page of pages) {
      const text = await readFile(join(out, page), 'utf8');
      const loaded = [...text.matchAll(/<(?!a\b)[a-z]+\b[^>]*\s(?:href|src|srcset|data|poster)="(https?:)?\/\//g)];
      expect(
        loaded.map(([tag]) => tag),
        page,
      ).toEqual([]);
    }
  });

  it('gives every page a title, a description, a language and a strict policy', async () => {
    const titles = new Set<string>();
    for (const page of pages) {
      const text = await readFile(join(out, page), 'utf8');
      expect(text, page).toMatch(/^<!doctype html>\s*<html lang="en"/);
      expect(text, page).toMatch(/<meta name="description" content="[^"]{10,}"/);
      const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(text)?.[1] ?? '';
      expect(policy, page).toContain("default-src 'none'");
      expect(policy, page).not.toMatch(/unsafe|https?:|\*/);
      expect(text, page).not.toMatch(/<script(?![^>]*\ssrc=)/);
      expect(text, page).not.toMatch(/\sstyle="/);
      titles.add(/<title>([^<]*)<\/title>/.exec(text)?.[1] ?? '');
    }
    expect(titles.size).toBe(pages.length);
  });

  it('is valid HTML on every page', async () => {
    const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard'] });
    const problems: string[] = [];
    for (const page of pages) {
      const { results } = await validator.validateString(await readFile(join(out, page), 'utf8'));
      for (const { messages } of results)
        problems.push(...messages.map(({ ruleId, message, line }) => `${page}:${line} ${ruleId}: ${message}`));
    }
    expect(problems).toEqual([]);
  });

  it('keeps identifiers unique', async () => {
    for (const page of pages) {
      const ids = [...(await readFile(join(out, page), 'utf8')).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
      expect(
        ids.filter((id, index) => ids.indexOf(id) !== index),
        page,
      ).toEqual([]);
    }
  });

  it('transfers less than 150 kB before interaction', async () => {
    for (const page of pages) {
      const text = await readFile(join(out, page), 'utf8');
      const own = [...text.matchAll(/<(?:script|link)[^>]*\s(?:src|href)="([^"]*\.(?:js|css|svg))"/g)].map(
        ([, path = '']) => join(out, posix.join(posix.dirname(page), path)),
      );
      const fonts = (await readdir(join(out, 'assets/fonts'))).map((name) => join(out, 'assets/fonts', name));
      const sizes = await Promise.all(
        [join(out, page), ...own].map(async (path) => gzipSync(await readFile(path)).length),
      );
      const fontSizes = await Promise.all(fonts.map(async (path) => (await readFile(path)).length));
      const total = [...sizes, ...fontSizes].reduce((sum, size) => sum + size, 0);
      expect(total, page).toBeLessThan(150_000);
    }
  });
});

describe.skipIf(chromiumPath === undefined)(inChromium('the published report in Chromium'), () => {
  it.each([
    { colorScheme: 'dark', width: 360 },
    { colorScheme: 'light', width: 1280 },
  ] as const)(
    'has no accessibility violation ($colorScheme, $width px)',
    { timeout: 300_000 },
    async ({ colorScheme, width }) => {
      const out = siteOf('the published report');
      const browser = await launch();
      try {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
        const page = await context.newPage();
        await page.addInitScript({ path: axePath });
        // The reference has a page for each package, all of one kind.
        for (const path of (await pagesOf(out)).filter((each) => !/^api\/(?!tensor)/.test(each)))
          await expectAccessible(page, pathToFileURL(join(out, path)).href, path);
      } finally {
        await browser.close();
      }
    },
  );
});
