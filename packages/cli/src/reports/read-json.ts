import { readFileSync } from 'node:fs';
import { UsageError } from '../exit-code.js';

/** @throws UsageError that names the file, when it cannot be read or is not JSON */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
