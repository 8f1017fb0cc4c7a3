import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  canonicalJson,
  parseNotebook,
  profiles,
  scrapMimeType,
  type Cell,
  type Notebook,
  type Output,
} from '@atlas/schemas';
import { documentAt, namesIn } from '../read/report-files.js';

/** Where the outputs of published runs are kept: `reports/published/<profile>/<notebook>.ipynb`, in git. */
export const publishedFolder = 'published';

/**
 * Keeps the figures of executed notebooks for git, so that a fresh clone shows them before anything runs. What depends
 * on the machine (printed text, times) and what the result files hold already (recorded values) is left out.
 *
 * @returns the paths that were written, relative to the reports folder
 * @throws Error if an executed notebook is not valid
 */
export async function publishOutputs(reports: string): Promise<string[]> {
  const written: string[] = [];
  for (const profile of profiles) {
    for (const name of await namesIn(join(reports, 'notebooks', profile), '.ipynb')) {
      const path = join(publishedFolder, profile, `${name}.ipynb`);
      const found = await documentAt(join(reports, 'notebooks', profile, `${name}.ipynb`), parseNotebook, name);
      if (found === undefined || 'problem' in found)
        throw new Error(found?.problem ?? `${name}: gone while it was read`);
      await writeWhole(join(reports, path), canonicalJson(figuresOnly(found.value)));
      written.push(path);
    }
  }
  return written;
}

async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.${process.pid}`, text);
  await rename(`${path}.${process.pid}`, path);
}

function figuresOnly({ cells, metadata, ...rest }: Notebook): Notebook {
  const { kernelspec } = metadata;
  return { ...rest, metadata: kernelspec === undefined ? {} : { kernelspec }, cells: cells.map(figuresOfCell) };
}

function figuresOfCell(cell: Cell): Cell {
  const { tags } = cell.metadata;
  const metadata = tags === undefined ? {} : { tags };
  if (cell.cell_type !== 'code') return { ...cell, metadata };
  return { ...cell, metadata, execution_count: null, outputs: cell.outputs.filter(isFigure) };
}

function isFigure(output: Output): boolean {
  if (output.output_type !== 'display_data' && output.output_type !== 'execute_result') return false;
  return !(scrapMimeType in output.data);
}
