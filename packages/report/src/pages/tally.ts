import { type Verdict } from '@atlas/schemas';
import { verdictMark } from '../components/verdict.js';
import { verdictOf, type ClaimEntry } from '../model/claim-entry.js';
import { html, type Html } from '../text/html.js';

/** How many claims ended how. */
export type VerdictCounts = { [verdict in Verdict | 'not run']: number };

export function countVerdicts(claims: readonly ClaimEntry[]): VerdictCounts {
  const counts: VerdictCounts = { fails: 0, 'not decided': 0, holds: 0, 'not run': 0 };
  for (const claim of claims) counts[verdictOf(claim) ?? 'not run']++;
  return counts;
}

/** The verb for several claims. */
const manyWords: Partial<Record<Verdict | 'not run', string>> = { fails: 'fail', holds: 'hold' };

/** The counts as a row of numbers, failures first. */
export function tally(counts: VerdictCounts): Html {
  const item = (verdict: Verdict | undefined, count: number): Html | null =>
    count === 0
      ? null
      : html`<li>
          <span class="number">${count}</span
          >${verdictMark(verdict, count === 1 ? undefined : manyWords[verdict ?? 'not run'])}
        </li>`;
  return html`<ul class="tally" aria-label="Verdicts">
    ${item('fails', counts.fails)}${item('not decided', counts['not decided'])}${item('holds', counts.holds)}${item(undefined, counts['not run'])}
  </ul>`;
}
