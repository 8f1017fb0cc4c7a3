import { join } from 'node:path';
import {
  canonicalJson,
  parseNotebook,
  profiles,
  scrapMimeType,
  type Cell,
  type Notebook,
  type Output,
} from '@atlas/schemas';
import { sha256 } from '../provenance/hashes.js';
import { documentAt, namesIn, textOf } from '../read/report-files.js';
import { isDrawnHere, isProgress } from '../render/output.js';
import { writeWhole } from '../write-whole.js';

/** Where the outputs of published runs are kept: `reports/published/<profile>/<notebook>.ipynb`, in git. */
export const publishedFolder = 'published';

/**
 * Keeps the figures of executed notebooks for git, so that a fresh clone shows them before anything runs. What depends
 * on the machine (printed text, times), what the result files hold already (recorded values) and what the notebook in
 * git holds already (prose) is left out. Notebooks without results are left out: their run has not come to its end. With
 * the figures stands the hash of the result file that they belong to.
 *
 * @param chosen names of notebooks; all when it is empty
 * @returns the paths that were written, relative to the reports folder
 * @throws Error if an executed notebook is not valid
 */
export async function publishOutputs(reports: string, chosen: readonly string[] = []): Promise<string[]> {
  const written: string[] = [];
  for (const profile of profiles) {
    for (const name of await namesIn(join(reports, 'notebooks', profile), '.ipynb')) {
      if (chosen.length > 0 && !chosen.includes(name)) continue;
      const result = await textOf(reports, 'results', profile, `${name}.json`);
      if (result === undefined) continue;
      const path = join(publishedFolder, profile, `${name}.ipynb`);
      const found = await documentAt(join(reports, 'notebooks', profile, `${name}.ipynb`), parseNotebook, name);
      if (found === undefined || 'problem' in found)
        throw new Error(found?.problem ?? `${name}: gone while it was read`);
      await writeWhole(join(reports, path), linesOf(figuresOnly(found.value, sha256(result))));
      written.push(path);
    }
  }
  return written;
}

/** One line for each cell: a small file, whose differences tell which cell they are in. */
function linesOf(notebook: Notebook): string {
  const { cells, ...rest } = JSON.parse(canonicalJson(notebook)) as { cells: unknown[] };
  const lines = cells.map((cell) => JSON.stringify(cell)).join(',\n');
  return `{"cells":[\n${lines}\n],\n${JSON.stringify(rest).slice(1)}\n`;
}

function figuresOnly({ cells, metadata, ...rest }: Notebook, result: string): Notebook {
  const { kernelspec } = metadata;
  const kept = { ...(kernelspec !== undefined && { kernelspec }), atlas: { result } };
  return { ...rest, metadata: kept, cells: cells.flatMap(figuresOfCell) };
}

/** The hash of the result file that published figures belong to. */
export function resultOfFigures({ metadata }: Notebook): unknown {
  const { atlas } = metadata as { atlas?: { result?: unknown } };
  return atlas?.result;
}

function figuresOfCell(cell: Cell): Cell[] {
  if (cell.cell_type !== 'code') return [];
  const { tags } = cell.metadata;
  const metadata = tags === undefined ? {} : { tags };
  return [{ ...cell, metadata, execution_count: null, outputs: cell.outputs.flatMap(figureOf) }];
}

/** An output that stays, without the substitutes for programs that cannot draw it. */
function figureOf(output: Output): Output[] {
  if (output.output_type !== 'display_data' && output.output_type !== 'execute_result') return [];
  const { data } = output;
  if (scrapMimeType in data || isProgress(data)) return [];
  const own = Object.keys(data).find((type) => isDrawnHere(type));
  return [own === undefined ? output : { ...output, data: { [own]: data[own] } }];
}
