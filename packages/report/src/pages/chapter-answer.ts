import { type Verdict } from '@atlas/schemas';
import { valueOf } from '../components/claim-card.js';
import { verdictOf, type ClaimEntry } from '../model/claim-entry.js';
import { claimAnchor } from '../site.js';
import { plural } from '../text/format.js';
import { html, joined, type Html } from '../text/html.js';

/** What fails and what is undecided comes first. */
const order: readonly Verdict[] = ['fails', 'not decided', 'holds'];

const phrases: Readonly<Record<Verdict, (count: number) => string>> = {
  fails: (count) => `${plural(count, 'claim')} ${count === 1 ? 'fails' : 'fail'}`,
  'not decided': (count) => `${plural(count, 'claim')} could not be decided`,
  holds: (count) => `${plural(count, 'claim')} ${count === 1 ? 'holds' : 'hold'}`,
};

const leadWords: Readonly<Record<Verdict, string>> = {
  fails: 'Fails:',
  'not decided': 'Not decided:',
  holds: 'Holds:',
};

/** The answer of a chapter in a sentence: how its claims ended, and the number of the first one. */
export function chapterAnswer(claims: readonly ClaimEntry[]): Html | null {
  const decided = claims.filter((claim) => verdictOf(claim) !== undefined);
  if (decided.length === 0) return null;
  const counts = order.flatMap((verdict) => {
    const count = decided.filter((claim) => verdictOf(claim) === verdict).length;
    return count === 0
      ? []
      : [html`<span class="count-${verdict.replace(' ', '-')}">${phrases[verdict](count)}</span>`];
  });
  const lead = order.flatMap((verdict) => decided.filter((claim) => verdictOf(claim) === verdict))[0];
  return html`<p class="answer">${joined(counts, ', ')}. ${lead === undefined ? null : leadSentence(lead)}</p>`;
}

function leadSentence(entry: ClaimEntry): Html {
  const [run] = entry.runs;
  const { rule, sentence } = entry.declaration;
  const number = run === undefined ? null : html` (${valueOf(run.record.decision.measured, rule, '; ')})`;
  return html`${leadWords[verdictOf(entry) ?? 'holds']}
    <a href="#${claimAnchor(entry.id)}">“${sentence.replace(/\.$/, '')}”</a>${number}.`;
}
