import { verdictOf, type ClaimEntry } from '../model/claim-entry.js';
import { chapterPath, claimAnchor, relative } from '../site.js';
import { html, type Html } from '../text/html.js';
import { valueOf } from './claim-card.js';
import { verdictMark } from './verdict.js';

/** A claim in a list: its verdict, its sentence as a link to its card, and what was measured. */
export function claimLine(entry: ClaimEntry, page: string, note: Html | string | null = null): Html {
  const [run] = entry.runs;
  return html`<li>
    ${verdictMark(verdictOf(entry))}
    <a href="${relative(page, `${chapterPath(entry.chapter.name)}#${claimAnchor(entry.id)}`)}"
      >${entry.declaration.sentence}</a
    >
    ${run === undefined ? null : html`<span class="claim-line-value">${valueOf(run.record.decision.measured, entry.declaration.rule, '; ')}</span>`}
    ${run === undefined || run.profile === 'default' ? null : html`<span class="profile">${run.profile}</span>`}
    ${note === null ? null : html`<span class="note">${note}</span>`}
  </li>`;
}
