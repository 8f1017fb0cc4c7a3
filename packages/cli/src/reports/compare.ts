import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareResults, type Difference, parseNotebookContract, parseResultFile } from '@atlas/schemas';
import { UsageError } from '../exit-code.js';
import { readJson } from './read-json.js';

/** What was found about one notebook in two sets of results. */
export type Comparison = { notebook: string; differences: Difference[]; missing?: 'first' | 'second' };

/** The result files of a set: a file, a folder of them, or a reports folder with `results/<profile>` in it. */
function resultFiles(place: string, profile: string): Map<string, string> {
  if (!existsSync(place)) throw new UsageError(`${place}: no such file or folder`);
  if (statSync(place).isFile()) return new Map([[basename(place, '.json'), place]]);
  const inside = join(place, 'results', profile);
  const folder = existsSync(inside) ? inside : place;
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  if (files.length === 0)
    throw new UsageError(`${folder}: no result files of the profile "${profile}" (--profile names another)`);
  return new Map(files.map((name) => [basename(name, '.json'), join(folder, name)]));
}

/**
 * Compares two result sets, each value within the tolerance that the notebook's schema gives it.
 * @param root the workspace, whose `notebooks/` holds the schemas
 */
export function compareSets(root: string, first: string, second: string, profile: string): Comparison[] {
  const [a, b] = [resultFiles(first, profile), resultFiles(second, profile)];
  return [...new Set([...a.keys(), ...b.keys()])].sort().map((notebook) => {
    const [fileA, fileB] = [a.get(notebook), b.get(notebook)];
    if (!fileA || !fileB) return { notebook, differences: [], missing: fileA ? 'second' : 'first' };
    const schema = join(root, 'notebooks', `${notebook}.schema.json`);
    const contract = parseNotebookContract(readJson(schema), schema);
    const read = (file: string) => parseResultFile(readJson(file), file);
    return { notebook, differences: compareResults(contract, read(fileA), read(fileB)) };
  });
}

/** Whether anything differs by more than its tolerance. */
export function differs({ differences, missing }: Comparison): boolean {
  return missing !== undefined || differences.some(({ within }) => !within);
}

/** The comparison as Markdown, ready to be posted as a comment. */
export function asMarkdown(comparisons: readonly Comparison[]): string {
  const sections = comparisons.filter(({ differences, missing }) => missing ?? differences.length > 0).map(section);
  if (sections.length === 0) return `All ${comparisons.length} notebooks have equal results.\n`;
  return sections.join('\n');
}

function section({ notebook, differences, missing }: Comparison): string {
  if (missing) return `### ${notebook}\n\nThe ${missing} set does not have it.\n`;
  const cell = (value: unknown): string => `\`${JSON.stringify(value) ?? 'nothing'}\``.replaceAll('|', '\\|');
  return [
    `### ${notebook}`,
    '',
    '| value | first | second | |',
    '|---|---|---|---|',
    ...differences.map((d) => `| \`${d.pointer}\` | ${cell(d.first)} | ${cell(d.second)} | ${remark(d)} |`),
    '',
  ].join('\n');
}

function remark({ within, pointer }: Difference): string {
  if (!within) return '**differs**';
  return pointer.startsWith('/artifacts/') ? 'other bytes' : 'within tolerance';
}
