import { type ClaimDeclaration, type ClaimRecord, type Profile, type Verdict } from '@atlas/schemas';
import { type ChapterData, type RunData } from '../read/report-data.js';

/** Where a number comes from: a run on this machine, or the results kept in git. */
export type Freshness = 'measured' | 'published';

/** A claim at one profile. */
export type ClaimRun = {
  profile: Profile;
  record: ClaimRecord;
  freshness: Freshness;
  /** False where the contract only shows the verdict in this profile, without asserting it. */
  asserted: boolean;
};

/** A verdict that an earlier commit published. */
export type PastVerdict = { commit: string; date: string; profile: Profile; verdict: Verdict; estimate?: number };

/** A claim with everything a card or a line of the ledger shows. */
export type ClaimEntry = {
  id: string;
  chapter: ChapterData;
  declaration: ClaimDeclaration;
  /** Those that assert it before those that only show it, then default before full before smoke; empty before the first run. */
  runs: ClaimRun[];
  /** Id of the notebook cell that decides it. */
  cell?: string;
  history: PastVerdict[];
};

/** Profiles in the order in which a reader wants them. */
const readingOrder: readonly Profile[] = ['default', 'full', 'smoke'];

/** The runs of a chapter in reading order. Smoke runs are shown only where there is nothing else. */
export function runsToShow(chapter: ChapterData): RunData[] {
  const ordered = readingOrder.flatMap((profile) =>
    chapter.runs.filter((run) => run.profile === profile && run.result),
  );
  const serious = ordered.filter(({ profile }) => profile !== 'smoke');
  return serious.length > 0 ? serious : ordered;
}

/** A run counts as measured here when its executed copy is there. */
export function freshnessOf(run: RunData): Freshness {
  return run.executed ? 'measured' : 'published';
}

/** The claims of a chapter, in the order of its contract. */
export function claimsOf(chapter: ChapterData): ClaimEntry[] {
  return Object.entries(chapter.contract?.atlas.claims ?? {}).map(([id, declaration]) => {
    const cell = deciderOf(chapter, `claim:${id}`, id);
    const runs = claimRuns(chapter, id, declaration);
    return { id, chapter, declaration, runs, history: historyOf(chapter, id), ...(cell !== undefined && { cell }) };
  });
}

/** A claim that only the full profile asserts is decided there, whatever the default profile shows of it. */
function claimRuns(chapter: ChapterData, id: string, declaration: ClaimDeclaration): ClaimRun[] {
  const runs = runsToShow(chapter).flatMap((run) => {
    const record = run.result?.claims[id];
    if (record === undefined) return [];
    const { profile } = run;
    return [{ profile, record, freshness: freshnessOf(run), asserted: declaration.profiles.includes(profile) }];
  });
  return runs.sort((a, b) => Number(b.asserted) - Number(a.asserted));
}

/** The verdict that counts: of the first run that asserts the claim, or shows it where none asserts it. */
export function verdictOf(entry: ClaimEntry): Verdict | undefined {
  return entry.runs[0]?.record.decision.verdict;
}

/** The cell that recorded a scrap: as the results say, else the cell whose source names it. */
export function deciderOf(chapter: ChapterData, scrap: string, name: string): string | undefined {
  const cells = new Set(chapter.notebook.cells.map(({ id }) => id));
  for (const { result } of runsToShow(chapter)) {
    const cell = result?.cells[scrap];
    if (cell !== undefined && cells.has(cell)) return cell;
  }
  const kind = scrap.slice(0, scrap.indexOf(':'));
  const call = new RegExp(`\\.${kind}\\(\\s*['"\`]${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"\`]`);
  return chapter.notebook.cells.find(
    ({ cell_type, source }) => cell_type === 'code' && call.test([source].flat().join('')),
  )?.id;
}

function historyOf(chapter: ChapterData, id: string): PastVerdict[] {
  return chapter.runs
    .flatMap(({ profile, past }) =>
      past.flatMap(({ commit, date, result }) => {
        const decision = result.claims[id]?.decision;
        if (decision === undefined) return [];
        const { estimate } = decision.measured;
        return [{ commit, date, profile, verdict: decision.verdict, ...(estimate !== undefined && { estimate }) }];
      }),
    )
    .sort((a, b) => b.date.localeCompare(a.date));
}
