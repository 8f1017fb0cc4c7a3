import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { SiteKeeper } from './site-keeper.js';

const endBundler = vi.fn(async () => undefined);
vi.mock('@atlas/report', () => ({
  buildSite: () => Promise.reject(new Error('The service is no longer running')),
  endBundler: () => endBundler(),
}));

const root = mkdtempSync(join(tmpdir(), 'atlas keeper '));
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('says in a line that pages could not be built while notebooks run, and lets them run', async () => {
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const keeper = new SiteKeeper(root);
  keeper.follow();
  mkdirSync(join(root, 'reports/results'), { recursive: true });
  writeFileSync(join(root, 'reports/results/new.json'), '{}');
  try {
    await vi.waitFor(() => expect(said).not.toEqual([]), { timeout: 20_000 });
  } finally {
    keeper.stop();
    vi.restoreAllMocks();
  }
  expect(said.join('')).toMatch(/^report: the pages could not be built \([^\n]+\); they are built again at the end\.\n$/);
  expect(endBundler).toHaveBeenCalledOnce();
});
