// node packages/tooling/architecture/main.mjs: draws the arrows of docs/architecture.md from the project graph of Nx.
import { readFileSync, writeFileSync } from 'node:fs';
import { createProjectGraphAsync } from '@nx/devkit';
import { arrowsOf, withPicture } from './picture.mjs';

const page = new URL('../docs/architecture.md', import.meta.url);
process.env.NX_DAEMON ??= 'false';
const arrows = arrowsOf(await createProjectGraphAsync());
if (process.argv.includes('--print')) process.stdout.write(`${JSON.stringify(arrows)}\n`);
else writeFileSync(page, withPicture(readFileSync(page, 'utf8'), arrows));
