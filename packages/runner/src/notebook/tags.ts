import type { Cell } from '@atlas/schemas';

/** What a cell's tags ask for. */
export interface CellTags {
  readonly parameters: boolean;
  readonly injectedParameters: boolean;
  readonly skip: boolean;
  readonly raisesException: boolean;
  /** How often the cell is tried again after an error: tag `retries:2`. */
  readonly retries: number;
}

const mostRetries = 10;

export function tagsOf(cell: Cell): CellTags {
  const tags = Array.isArray(cell.metadata.tags) ? cell.metadata.tags : [];
  const retries = tags.map((tag) => /^retries[:=-](\d+)$/.exec(tag)?.[1]).find((count) => count !== undefined);
  return {
    parameters: tags.includes('parameters'),
    injectedParameters: tags.includes('injected-parameters'),
    skip: tags.includes('skip-execution'),
    raisesException: tags.includes('raises-exception'),
    retries: Math.min(Number(retries ?? 0), mostRetries),
  };
}
