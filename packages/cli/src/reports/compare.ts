import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  compareResults,
  type Difference,
  isObject,
  parseNotebookContract,
  parseResultFile,
  pointerParts,
} from '@atlas/schemas';
import { exitCode, UsageError, worst } from '../exit-code.js';
import { readJson } from './read-json.js';

/** A difference, and what the row of a table is called that it is in. */
export type PlacedDifference = Difference & { row?: string };

/** What was found about one notebook in two sets of results. */
export type Comparison = {
  notebook: string;
  differences: PlacedDifference[];
  /** The sentences of the claims that differ, by their ids. */
  sentences: Record<string, string>;
  missing?: 'first' | 'second';
  /** Why a file cannot be compared. */
  unusable?: string;
};

/** The result files of a set: a file, a folder of them, or a folder with `results/<profile>` or `<profile>` in it. */
function resultFiles(place: string, profile: string): Map<string, string> {
  if (!existsSync(place)) throw new UsageError(`${place}: no such file or folder`);
  if (statSync(place).isFile()) return new Map([[basename(place, '.json'), place]]);
  const inside = [join(place, 'results', profile), join(place, profile)].find((folder) => existsSync(folder));
  const folder = inside ?? place;
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0)
    throw new UsageError(`${folder}: no result files of the profile "${profile}" (--profile names another)`);
  return new Map(files.map((name) => [basename(name, '.json'), join(folder, name)]));
}

/** The texts beside a value in the row of a table that it is in: "SE, stage2". */
function rowOf(document: unknown, place: string): string | undefined {
  let here = document;
  let row: string | undefined;
  for (const part of pointerParts(place)) {
    const inTable = Array.isArray(here);
    here = inTable || isObject(here) ? (here as Record<string, unknown>)[part] : undefined;
    if (inTable && isObject(here)) row = textsOf(here).join(', ');
  }
  return row === '' ? undefined : row;
}

function textsOf(row: Record<string, unknown>): string[] {
  return Object.values(row).filter((value): value is string => typeof value === 'string');
}

function compareFiles(root: string, notebook: string, fileA: string, fileB: string): Comparison {
  const schema = join(root, 'notebooks', `${notebook}.schema.json`);
  const contract = parseNotebookContract(readJson(schema), schema);
  const first = parseResultFile(readJson(fileA), fileA);
  const second = parseResultFile(readJson(fileB), fileB);
  const differences = compareResults(contract, first, second).map((found) => {
    const row = rowOf(first, found.pointer) ?? rowOf(second, found.pointer);
    return row === undefined ? found : { ...found, row };
  });
  const claims = differences.flatMap(({ pointer }) => {
    const [part, id = ''] = pointerParts(pointer);
    const sentence = part === 'claims' ? contract.atlas.claims[id]?.sentence : undefined;
    return sentence === undefined ? [] : [[id, sentence] as const];
  });
  return { notebook, differences, sentences: Object.fromEntries(claims) };
}

/**
 * Compares two result sets, each value within the tolerance that the notebook's schema gives it. A file that cannot be
 * used hides nothing about the others.
 * @param root the workspace, whose `notebooks/` holds the schemas
 * @throws UsageError where a whole set is not there
 */
export function compareSets(root: string, first: string, second: string, profile: string): Comparison[] {
  const [a, b] = [resultFiles(first, profile), resultFiles(second, profile)];
  return [...new Set([...a.keys(), ...b.keys()])].sort().map((notebook) => {
    const [fileA, fileB] = [a.get(notebook), b.get(notebook)];
    const nothing = { notebook, differences: [], sentences: {} };
    if (!fileA || !fileB) return { ...nothing, missing: fileA ? 'second' : 'first' };
    try {
      return compareFiles(root, notebook, fileA, fileB);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { ...nothing, unusable: error.message };
    }
  });
}

/** Whether anything differs by more than its tolerance, or cannot be compared. */
export function differs({ differences, missing, unusable }: Comparison): boolean {
  return missing !== undefined || unusable !== undefined || differences.some(({ within }) => !within);
}

/** The exit code of a comparison. */
export function exitCodeOf(comparisons: readonly Comparison[]): number {
  return worst(
    comparisons.map((comparison) => {
      if (comparison.unusable !== undefined) return exitCode.usage;
      return differs(comparison) ? exitCode.differences : exitCode.done;
    }),
  );
}
