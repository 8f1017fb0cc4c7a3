import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser for tests: `ATLAS_CHROMIUM`, else one from the PATH; undefined where there is none. */
export const chromiumPath: string | undefined =
  process.env['ATLAS_CHROMIUM'] ??
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
    .find(isExecutable);

/** @throws Error where there is no browser */
export function launch(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('no Chromium: install one, or set ATLAS_CHROMIUM to its path');
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  // The shared memory of a container may be too small for a page.
  const contained = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: chromiumPath, args: [...contained, ...quiet] });
}

/** The name of a suite, with the reason where it must be skipped. */
export function inChromium(name: string): string {
  return chromiumPath === undefined ? `${name} (skipped: no Chromium found, see ATLAS_CHROMIUM)` : name;
}
