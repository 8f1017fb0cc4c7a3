import { type Statement } from './statements.js';

/** How a statement of the survey ended. */
export type Fate = 'decided' | 'open' | 'shown' | 'undecidable';

/**
 * What became of a statement.
 * @param found whether a claim about it has a verdict that is asserted, and whether a check shows it to be an identity
 */
export function fateOf({ kind }: Pick<Statement, 'kind'>, found: { decided: boolean; checked: boolean }): Fate {
  if (found.decided) return 'decided';
  if (kind !== 'measured') return kind;
  return found.checked ? 'shown' : 'open';
}
