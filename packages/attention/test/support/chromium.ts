import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Chromium as ATLAS_CHROMIUM names it, else from the PATH; undefined where there is none. */
export function findChromium(): string | undefined {
  const named = process.env['ATLAS_CHROMIUM'];
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
