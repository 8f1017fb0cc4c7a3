import { posix } from 'node:path';

/** The address of one file of the site as seen from another one. */
export function relative(from: string, to: string): string {
  const [path = '', fragment] = to.split('#');
  const target = path === '' ? '' : posix.relative(posix.dirname(from), path) || posix.basename(path);
  return fragment === undefined ? target : `${target}#${fragment}`;
}

export const chapterPath = (name: string): string => `chapters/${name}.html`;
export const apiPath = (folder: string): string => `api/${folder}.html`;
export const mechanismPath = (id: string): string => `mechanisms/${id}.html`;
export const schemaPath = (name: string): string => `downloads/${name}.schema.json`;
export const notebookPath = (name: string): string => `downloads/${name}.ipynb`;
export const resultPath = (name: string, profile: string): string => `downloads/${profile}/${name}.json`;
export const executedPath = (name: string, profile: string): string => `downloads/${profile}/${name}.ipynb`;
export const claimAnchor = (id: string): string => `claim-${id}`;
export const measurementPath = (name: string, profile: string): string =>
  `downloads/${profile}/${name}.measurements.json`;
