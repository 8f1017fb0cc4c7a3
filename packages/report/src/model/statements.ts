import { fateOf, statements, type CheckDeclaration, type Fate, type Statement } from '@atlas/schemas';
import { type ClaimEntry } from './claim-entry.js';

/** Each fate in words. */
export const fateWords: Readonly<Record<Fate, string>> = {
  decided: 'decided by measurement',
  open: 'not measured yet',
  shown: 'shown, with its source or a check',
  undecidable: 'cannot be decided',
};

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
    // A run that only shows a verdict, such as that of the smoke profile, decides nothing.
    const decided = claims.some(({ runs }) => runs[0]?.asserted === true);
    const fate = fateOf(statement, { decided, checked: checks.length > 0 });
    return { statement, fate, claims, checks, chapters: about };
  });
}
