import { statements, type Statement } from '@atlas/schemas';
import { type ClaimEntry } from './claim-entry.js';

/** How a statement of the survey ended. */
export type Fate = 'decided' | 'open' | 'shown' | 'undecidable';

export type StatementFate = { statement: Statement; fate: Fate; claims: ClaimEntry[]; chapters: string[] };

/** Every statement with its claims and the chapters that are about it. */
export function fatesOf(
  entries: readonly ClaimEntry[],
  chapters: readonly { name: string; statements: readonly string[] }[],
): StatementFate[] {
  return statements.map((statement) => {
    const claims = entries.filter(({ declaration }) => declaration.source.statement === statement.id);
    const about = chapters.filter(({ statements: ids }) => ids.includes(statement.id)).map(({ name }) => name);
    return { statement, fate: fateOf(statement, claims), claims, chapters: about };
  });
}

function fateOf(statement: Statement, claims: readonly ClaimEntry[]): Fate {
  // A run that only shows a verdict, such as that of the smoke profile, decides nothing.
  if (claims.some(({ runs }) => runs[0]?.asserted === true)) return 'decided';
  return statement.kind === 'measured' ? 'open' : statement.kind;
}
