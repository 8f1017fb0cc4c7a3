import {
  isObject,
  pointer,
  scrapMimeType,
  splitScrapName,
  validateScrap,
  type JsonValue,
  type Notebook,
  type Problem,
  type ScrapKind,
} from '@atlas/schemas';

/** A value that a cell recorded. */
export interface CollectedScrap {
  readonly data: JsonValue;
  /** Id of the cell. */
  readonly cell: string;
}

/** What the cells of a notebook recorded, by kind and name. */
export interface CollectedScraps {
  readonly byKind: Readonly<Record<ScrapKind, Map<string, CollectedScrap>>>;
  /** Scraps that are malformed; each problem names its cell. */
  readonly problems: Problem[];
}

/** The recorded values in a notebook's outputs. The last one of a name wins; those of other tools are left alone. */
export function collectScraps(notebook: Notebook): CollectedScraps {
  const byKind = { result: new Map(), claim: new Map(), check: new Map(), measurement: new Map(), artifact: new Map() };
  const problems: Problem[] = [];
  notebook.cells.forEach((cell, index) => {
    if (cell.cell_type !== 'code') return;
    cell.outputs.forEach((output, position) => {
      if (output.output_type !== 'display_data' && output.output_type !== 'execute_result') return;
      const scrap = output.data[scrapMimeType];
      if (scrap === undefined) return;
      const place = pointer('cells', index, 'outputs', position, 'data', scrapMimeType);
      const found = validateScrap(scrap);
      if (found.length > 0) {
        problems.push(
          ...found.map(({ message, pointer: inner }) => ({ pointer: place + inner, message, cell: cell.id })),
        );
      } else if (isObject(scrap) && typeof scrap['name'] === 'string') {
        const name = splitScrapName(scrap['name']);
        if (name) byKind[name.kind].set(name.name, { data: scrap['data'] as JsonValue, cell: cell.id });
      }
    });
  });
  return { byKind, problems };
}

/** Whether anything was recorded at all. */
export function hasScraps(scraps: CollectedScraps): boolean {
  return scraps.problems.length > 0 || Object.values(scraps.byKind).some((found) => found.size > 0);
}
