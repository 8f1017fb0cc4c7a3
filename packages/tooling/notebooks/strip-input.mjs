// The git filter: a notebook comes in, the stripped notebook goes out. It imports nothing large: git starts it per file.
import { readFileSync } from 'node:fs';
import { stripNotebook } from './strip.mjs';

process.stdout.write(stripNotebook(readFileSync(0, 'utf8')));
