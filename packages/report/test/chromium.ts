import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** The browser for tests: `ATLAS_CHROMIUM`, else one from the PATH; undefined where there is none. */
export const chromiumPath: string | undefined =
  process.env['ATLAS_CHROMIUM'] ??
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
    .find(existsSync);

export function launch(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('no Chromium: install one, or set ATLAS_CHROMIUM to its path');
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', ...quiet] });
}

/** The name of a suite, with the reason where it must be skipped. */
export function inChromium(name: string): string {
  return chromiumPath === undefined ? `${name} (skipped: no Chromium found, see ATLAS_CHROMIUM)` : name;
}
