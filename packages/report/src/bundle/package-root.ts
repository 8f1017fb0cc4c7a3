import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package: two above this file, in `src` and in `dist` alike. */
export const packageRoot = join(dirname(fileURLToPath(import.meta.url)), '../..');
