// Prints one digest of everything that can change a notebook's results: an input of its Nx target.
// With --parts it prints the parts as JSON, which is what `atlas explain` compares.
import { createHash } from 'node:crypto';
import { workspace } from '../bootstrap/folders.mjs';
import { digestParts } from './digest-parts.mjs';

const [name, profile = 'default', option] = process.argv.slice(2);
if (!name) {
  process.stderr.write('usage: digest.mjs NOTEBOOK [PROFILE] [--parts]\n');
  process.exit(2);
}
const parts = JSON.stringify(await digestParts(workspace, name, profile), null, 1);
process.stdout.write(`${option === '--parts' ? parts : createHash('sha256').update(parts).digest('hex')}\n`);
