import { chooseBackend } from '../src/backend.js';

/** The backends of this machine: every numeric test runs on each of them. */
export const backends: readonly string[] = await chooseBackend().then(({ name }) => [...new Set([name, 'cpu'])]);
