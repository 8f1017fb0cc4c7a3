import { joinText, type Cell, type CodeCell, type Notebook, type Output, type Profile } from '@atlas/schemas';
import { type ChapterData, type RunData } from '../read/report-data.js';
import { claimsOf, deciderOf, runsToShow, type ClaimEntry } from './claim-entry.js';

/** A cell of a chapter with what belongs beside it. */
export type ChapterCell = {
  id: string;
  cell: Cell;
  source: string;
  /** Outputs of the executed copy or of the published run; empty where there is neither. */
  outputs: Output[];
  /** What the cell showed in the runs of other profiles. */
  others: { profile: Profile; outputs: Output[] }[];
  claims: ClaimEntry[];
  /** Names of the results, checks and artifacts that this cell records. */
  results: string[];
  checks: string[];
};

/**
 * The cells of a notebook in order, each with its claims. Outputs come from the executed copy of the first profile that
 * has one, else from the published figures, and only where the cell's source is still the one that ran.
 */
export function chapterCells(chapter: ChapterData): { cells: ChapterCell[]; unplaced: ClaimEntry[]; changed: boolean } {
  const runs = runsToShow(chapter);
  const shown = runs.find((run) => run.executed) ?? runs.find((run) => run.published);
  const executed = shown === undefined ? undefined : copyOf(shown);
  const claims = claimsOf(chapter);
  const [results, checks] = [namesAt(chapter, 'result'), namesAt(chapter, 'check')];
  let changed = false;
  const cells = chapter.notebook.cells
    .filter((cell) => !hasTag(cell, 'remove-cell') && !hasTag(cell, 'injected-parameters'))
    .map((cell) => {
      const ran = executedCell(executed, cell);
      if (ran === 'changed') changed = true;
      return {
        id: cell.id,
        cell,
        source: joinText(cell.source),
        outputs: outputsOf(ran),
        others: runs
          .filter((run) => run !== shown)
          .map((run) => ({ profile: run.profile, outputs: outputsOf(executedCell(copyOf(run), cell)) })),
        claims: claims.filter((claim) => claim.cell === cell.id),
        results: results.get(cell.id) ?? [],
        checks: checks.get(cell.id) ?? [],
      };
    });
  return { cells, changed, unplaced: claims.filter(({ cell }) => !cells.some(({ id }) => id === cell)) };
}

/** The executed copy of a run, else the figures that are kept of it. */
const copyOf = ({ executed, published }: RunData): Notebook | undefined => executed ?? published;

const outputsOf = (ran: CodeCell | 'changed' | undefined): Output[] =>
  ran === 'changed' || ran === undefined ? [] : ran.outputs;

/** Tags of a cell, as papermill and Jupyter write them. */
export function hasTag(cell: Cell, tag: string): boolean {
  return cell.metadata.tags?.includes(tag) === true;
}

function executedCell(executed: Notebook | undefined, cell: Cell): CodeCell | 'changed' | undefined {
  if (executed === undefined || cell.cell_type !== 'code') return undefined;
  const ran = executed.cells.find(({ id }) => id === cell.id);
  if (ran?.cell_type !== 'code') return 'changed';
  if (joinText(ran.source) === joinText(cell.source)) return ran;
  // Where nothing was shown, nothing is left out.
  return ran.outputs.length > 0 ? 'changed' : undefined;
}

function namesAt(chapter: ChapterData, kind: 'result' | 'check'): Map<string, string[]> {
  const declared = kind === 'result' ? chapter.contract?.properties : chapter.contract?.atlas.checks;
  const places = new Map<string, string[]>();
  for (const name of Object.keys(declared ?? {})) {
    const cell = deciderOf(chapter, `${kind}:${name}`, name);
    if (cell !== undefined) places.set(cell, [...(places.get(cell) ?? []), name]);
  }
  return places;
}
