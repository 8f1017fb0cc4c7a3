import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';

/** A name on the command line that is no notebook. */
export class UnknownNotebook extends Error {}

/**
 * The notebooks to check, as paths from the root, sorted.
 * @param {string} root folder that holds `notebooks/`
 * @param {readonly string[]} wanted names (`05-channel`) or paths; none for all
 * @returns {string[]}
 */
export function findNotebooks(root, wanted = []) {
  const folder = join(root, 'notebooks');
  if (wanted.length === 0) {
    const files = existsSync(folder) ? readdirSync(folder) : [];
    return files
      .filter((file) => file.endsWith('.ipynb'))
      .sort()
      .map((file) => `notebooks/${file}`);
  }
  return wanted.map((name) => {
    const places = [resolve(root, name), join(folder, `${basename(name, '.ipynb')}.ipynb`)];
    const found = places.find((place) => place.endsWith('.ipynb') && existsSync(place));
    if (found === undefined) throw new UnknownNotebook(`no notebook "${name}": looked for ${places.join(' and ')}`);
    return relative(root, found).replaceAll('\\', '/');
  });
}
