import { withUnit, type Verdict } from '@atlas/schemas';
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
  const lead = decided.find((claim) => verdictOf(claim) !== 'holds') ?? decided[0];
  return html`<p class="answer">${joined(counts, ', ')}. ${lead === undefined ? null : leadSentence(lead)}</p>`;
}

function leadSentence(entry: ClaimEntry): Html {
  const { estimate } = entry.runs[0]?.record.decision.measured ?? {};
  const { rule, sentence } = entry.declaration;
  const unit = 'unit' in rule ? rule.unit : undefined;
  const number = estimate === undefined ? null : html`: <strong class="number">${withUnit(estimate, unit)}</strong>`;
  const verdict = verdictOf(entry);
  const word = verdict === 'holds' ? 'Measured' : verdict === 'fails' ? 'Does not hold' : 'Not decided';
  return html`${word}${number} for <a href="#${claimAnchor(entry.id)}">“${sentence.replace(/\.$/, '')}”</a>.`;
}
