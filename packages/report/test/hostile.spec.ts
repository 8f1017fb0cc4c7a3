import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { buildSite } from '../src/index.js';
import { chromiumPath, inChromium, launch } from '@atlas/testing/chromium';
import { code, notebook, text, writeFixture } from './fixture.js';
import { hostileCases, type HostileCase } from './hostile-cases.js';
import { temporaryFolder } from './temporary.js';

const idOf = (index: number): string => `case-${index}`;

function cellOf(hostile: HostileCase, index: number): ReturnType<typeof text> {
  if (hostile.prose !== undefined) return text(hostile.prose, idOf(index));
  return code(`show(${index});`, hostile.output ? [hostile.output] : [], idOf(index));
}

/** What every page must still be after each case, seen from inside the page. */
type State = {
  ran: unknown;
  handlers: string[];
  addresses: string[];
  dangerous: string[];
  headerOnTop: boolean;
  sections: number;
  headings: number;
};

function inspect(): State {
  // An interactive chart, opened by a click, makes an empty form of its own.
  const elements = [...document.querySelectorAll('main *:not(.vega-bindings:empty)')];
  const attributes = elements.flatMap((element) => [...element.attributes]);
  const link = document.querySelector('.site-name');
  const place = link?.getBoundingClientRect();
  scrollTo(0, 0);
  const top = place === undefined ? null : document.elementFromPoint(place.left + 5, place.top + 5);
  return {
    ran: (window as { ran?: unknown }).ran,
    handlers: attributes.filter(({ name }) => /^on/i.test(name)).map(({ name, value }) => `${name}=${value}`),
    addresses: attributes
      .filter(
        ({ name, value }) =>
          /^(href|src|srcset|action|formaction|data|xlink:href|ping|background)$/i.test(name) &&
          !/^(#|\.\.?\/|[\w-]+\.(html|ipynb)|https:\/\/|data:image\/(png|jpeg|gif|webp);)/.test(value),
      )
      .map(({ name, value }) => `${name}=${value.slice(0, 80)}`),
    dangerous: elements
      .filter(({ tagName }) =>
        /^(script|style|iframe|object|embed|link|meta|base|form|input|textarea|select|template|foreignobject|use|image|animate|set|video|audio|source)$/i.test(
          tagName,
        ),
      )
      .map(({ outerHTML }) => outerHTML.slice(0, 80)),
    headerOnTop: top !== null && link !== null && link.contains(top),
    sections: document.querySelectorAll('[id^="cell-case-"]').length,
    headings: document.querySelectorAll('h1').length,
  };
}

describe.skipIf(chromiumPath === undefined)(inChromium('hostile notebooks in Chromium'), () => {
  let browser: Browser;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let address: string;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const cells = [
      text('# Hostile\n\nbefore'),
      ...hostileCases.map(cellOf),
      text('## After\n\nThe end is still here.', 'the-end'),
    ];
    await writeFixture(folder.path, [
      { name: '66-hostile', notebook: notebook(cells), executed: true, contract: hostileContract, evidence: {} },
    ]);
    const out = join(folder.path, 'site');
    await buildSite({ root: folder.path, out });
    address = pathToFileURL(join(out, 'chapters/66-hostile.html')).href;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await folder?.remove();
  });

  async function open(options: {
    bypassCSP: boolean;
  }): Promise<{ context: BrowserContext; page: Page; requests: string[]; dialogs: string[] }> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const [requests, dialogs]: [string[], string[]] = [[], []];
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url());
    });
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(address);
    return { context, page, requests, dialogs };
  }

  it('has at least 60 cases, each with a name of its own', () => {
    expect(hostileCases.length).toBeGreaterThanOrEqual(60);
    expect(new Set(hostileCases.map(({ name }) => name)).size).toBe(hostileCases.length);
  });

  // Without the policy only the sanitiser stands between a notebook and the reader: both must hold alone.
  it.each([{ bypassCSP: false }, { bypassCSP: true }])(
    'runs nothing, loads nothing and covers nothing (%o)',
    async (options) => {
      const { context, page, requests, dialogs } = await open(options);
      await page.evaluate(() => {
        for (const element of document.querySelectorAll('main a, main summary, main button, main p, main svg *')) {
          for (const type of ['mouseover', 'pointerover', 'focus', 'click']) {
            const event = new Event(type, { bubbles: true, cancelable: true });
            if (type === 'click') event.preventDefault();
            if (type !== 'click' || !(element instanceof HTMLAnchorElement)) element.dispatchEvent(event);
          }
        }
      });
      await page.waitForTimeout(300);
      const state = await page.evaluate(inspect);
      expect(page.url().startsWith(address)).toBe(true);
      expect(requests).toEqual([]);
      expect(dialogs).toEqual([]);
      expect({ ...state, sections: 0 }).toEqual({
        ran: undefined,
        handlers: [],
        addresses: [],
        dangerous: [],
        headerOnTop: true,
        sections: 0,
        headings: 1,
      });
      expect(state.sections).toBe(hostileCases.length);
      await context.close();
    },
  );

  it.each(hostileCases.map(({ name }, index) => ({ name, index })))(
    'keeps the page whole: $name',
    async ({ index }) => {
      const page = await shared();
      const found = await page.evaluate((id) => {
        const cell = document.getElementById(`cell-${id}`);
        const next = document.getElementById('cell-the-end');
        const box = cell?.getBoundingClientRect();
        return {
          inOrder:
            cell !== null &&
            next !== null &&
            (cell.compareDocumentPosition(next) & Node.DOCUMENT_POSITION_FOLLOWING) > 0,
          sibling: cell?.parentElement === next?.parentElement,
          fits: box !== undefined && box.width <= document.documentElement.clientWidth && box.height < 4000,
        };
      }, idOf(index));
      expect(found).toEqual({ inOrder: true, sibling: true, fits: true });
    },
  );

  let kept: Promise<Page> | undefined;
  function shared(): Promise<Page> {
    kept ??= open({ bypassCSP: false }).then(({ page }) => page);
    return kept;
  }

  it('keeps its title, its end and its size', async () => {
    const page = await shared();
    expect(await page.title()).toBe('Hostile · Attention Atlas');
    expect(await page.locator('#cell-the-end').innerText()).toContain('The end is still here.');
    expect((await page.content()).length).toBeLessThan(600_000);
  });
});

const hostileContract = {
  title: 'Hostile',
  type: 'object' as const,
  properties: {},
  atlas: {
    question: '<script>window.ran=[1]</script> Is $x$ "safe"?',
    statements: [],
    parameters: { type: 'object' as const },
    profiles: { smoke: {}, default: {}, full: {} },
    claims: {},
    checks: {},
  },
};
