import { statements, type CheckDeclaration, type Statement } from '@atlas/schemas';
import { type ClaimEntry } from './claim-entry.js';

/** How a statement of the survey ended. */
export type Fate = 'decided' | 'open' | 'shown' | 'undecidable';

/** A check that shows a statement to be an identity. */
export type StatementCheck = { chapter: string; id: string; sentence: string };

export type StatementFate = {
  statement: Statement;
  fate: Fate;
  claims: ClaimEntry[];
  checks: StatementCheck[];
  chapters: string[];
};

/** What a chapter says about statements: those it is about, and its checks if it has run to its end. */
export type ChapterStatements = {
  name: string;
  statements: readonly string[];
  passed: { readonly [id: string]: CheckDeclaration };
};

/** Every statement with its claims, its checks and the chapters that are about it. */
export function fatesOf(entries: readonly ClaimEntry[], chapters: readonly ChapterStatements[]): StatementFate[] {
  return statements.map((statement) => {
    const claims = entries.filter(({ declaration }) => declaration.source.statement === statement.id);
    const about = chapters.filter(({ statements: ids }) => ids.includes(statement.id)).map(({ name }) => name);
    const checks = chapters.flatMap(({ name, passed }) =>
      Object.entries(passed)
        .filter(([, check]) => check.statements?.includes(statement.id) === true)
        .map(([id, { sentence }]) => ({ chapter: name, id, sentence })),
    );
    return { statement, fate: fateOf(statement, claims, checks), claims, checks, chapters: about };
  });
}

function fateOf(statement: Statement, claims: readonly ClaimEntry[], checks: readonly StatementCheck[]): Fate {
  // A run that only shows a verdict, such as that of the smoke profile, decides nothing.
  if (claims.some(({ runs }) => runs[0]?.asserted === true)) return 'decided';
  if (statement.kind !== 'measured') return statement.kind;
  return checks.length > 0 ? 'shown' : 'open';
}
