// node packages/tooling/api/main.mjs FOLDER FILE: the public names of a built package, for the reference of the site.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describePackage } from './describe.mjs';

const [folder, file] = process.argv.slice(2);
if (folder === undefined || file === undefined) {
  process.stderr.write('usage: node packages/tooling/api/main.mjs FOLDER FILE\n');
  process.exitCode = 2;
} else {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(await describePackage(resolve(folder)), undefined, 1)}\n`);
}
