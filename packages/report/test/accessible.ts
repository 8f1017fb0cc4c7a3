import { createRequire } from 'node:module';
import { type Page } from 'playwright-core';
import { expect } from 'vitest';

/** The script of axe; to be added to every page of a context. */
export const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

type Axe = {
  run(options: object): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
};

/** What axe finds in the page that is open. It must not fetch style sheets again, which pages from a folder cannot. */
async function violations(): Promise<string[]> {
  const { axe } = window as unknown as { axe: Axe };
  const found = await axe.run({ preload: false });
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''} ${nodes[0]?.failureSummary ?? ''}`,
  );
}

/** Opens a page and everything folded in it; fails where axe finds something or the page is wider than the window. */
export async function expectAccessible(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  expect(await page.evaluate(violations), name).toEqual([]);
  const fits = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  expect(fits, `${name} does not scroll sideways`).toBe(true);
}
