import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { contractPath } from '@atlas/runner';

/** SHA-256 of a notebook and its contract: a run that was submitted with one text must not execute another. */
export function digestOf(path: string): string {
  const hash = createHash('sha256');
  for (const file of [path, contractPath(path)]) hash.update(existsSync(file) ? readFileSync(file) : '').update('\0');
  return hash.digest('hex');
}
