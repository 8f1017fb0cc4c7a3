import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** The contract beside a notebook. */
export const contractOf = (path: string): string => path.replace(/\.ipynb$/, '.schema.json');

/** SHA-256 of a notebook and its contract: a run that was submitted with one text must not execute another. */
export function digestOf(path: string): string {
  const hash = createHash('sha256');
  for (const file of [path, contractOf(path)]) hash.update(existsSync(file) ? readFileSync(file) : '').update('\0');
  return hash.digest('hex');
}
