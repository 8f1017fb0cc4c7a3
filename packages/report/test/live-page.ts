import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Opens the page of a live part from a folder, checks that nothing of the library is there before it is asked for,
 * starts it, and fails on any error, refused resource or request to another host.
 */
export async function started(
  browser: Browser,
  site: string,
  part: string,
  run: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.newPage();
  const trouble: string[] = [];
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('request', (request) => !/^(file|data|blob):/.test(request.url()) && trouble.push(request.url()));
  await page.goto(pathToFileURL(join(site, `live/${part}.html`)).href);
  expect(await page.locator('script[src*="live-"], script[src*="weights/"]').count()).toBe(0);
  await page.click(`[data-live-start="${part}"]`);
  await page.waitForSelector(`[data-live="${part}"][data-ready="true"]`);
  await run(page);
  expect(trouble).toEqual([]);
  await page.close();
}

/** Numbers of a browser and of Node, to 1e-3. */
export function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, index) => expect(Math.abs(value - expected[index]!)).toBeLessThan(1e-3));
}

/** What axe finds on the open page, which may no longer have its policy. */
export async function violationsOn(page: Page, axe: string): Promise<string[]> {
  await page.evaluate(() => document.querySelector('meta[http-equiv]')?.remove());
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: runner } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await runner.run({ preload: false })).violations.map(
      ({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160) ?? ''}`,
    );
  });
}
