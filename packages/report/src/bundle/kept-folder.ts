import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { packageRoot } from './package-root.js';

/** Where builds keep what they can use again. It may be removed at any time. */
export const keptFolder = join(packageRoot, 'node_modules/.cache/atlas-report');

/** A name for contents: sixteen digits of their hash. */
export function shortHash(...contents: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return hash.digest('hex').slice(0, 16);
}
