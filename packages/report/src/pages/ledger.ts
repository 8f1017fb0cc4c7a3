import { claimCard } from '../components/claim-card.js';
import { smokeNote } from '../components/freshness.js';
import { addPage } from '../components/page.js';
import { chapterTitle } from '../model/chapter-title.js';
import { verdictOf, type ClaimEntry } from '../model/claim-entry.js';
import { chapterPath, claimAnchor, ledgerAnchor, relative, type Site } from '../site.js';
import { plural } from '../text/format.js';
import { html, type Html } from '../text/html.js';
import { cardLinks } from './card-links.js';
import { onlySmoke } from './front.js';
import { countVerdicts, tally } from './tally.js';

const path = 'claims.html';

/** The ledger: every claim of every chapter, with filters that work on the page itself. */
export function addLedger(site: Site): void {
  const counts = countVerdicts(site.claims);
  const body = html`<header class="opening">
      <p class="kicker">Ledger</p>
      <h1>All claims</h1>
      <p class="question">
        Each claim is a sentence of the survey or of a paper that a number can decide. Its rule was written down before
        the first published run, and a negative control must not satisfy the same rule.
      </p>
      ${tally(counts)}${onlySmoke(site) ? smokeNote : null}
    </header>
    ${
      site.claims.length === 0
        ? html`<p>No notebook has declared a claim yet.</p>`
        : html`${filters(site.claims)}
            <p class="found" data-found role="status">${plural(site.claims.length, 'claim')}</p>
            <div class="ledger">${failuresFirst(site.claims).map((entry) => line(site, entry))}</div>`
    }`;
  addPage(site, {
    path,
    title: 'All claims',
    description: `Every claim, with its rule, control, verdict and source: ${site.claims.length} in all.`,
    body,
    section: 'claims',
    kind: 'ledger',
  });
}

const order = ['fails', 'not decided', 'holds', undefined] as const;

/** What fails and what is open comes first; within a verdict the order of the chapters stays. */
function failuresFirst(claims: readonly ClaimEntry[]): ClaimEntry[] {
  return order.flatMap((verdict) => claims.filter((entry) => verdictOf(entry) === verdict));
}

function line(site: Site, entry: ClaimEntry): Html {
  const { declaration, chapter } = entry;
  const chapterPage = relative(path, `${chapterPath(chapter.name)}#${claimAnchor(entry.id)}`);
  const mechanisms = declaration.mechanisms?.join(' ') ?? '';
  return html`<div
    class="entry"
    data-verdict="${verdictOf(entry) ?? 'not run'}"
    data-paper="${declaration.source.paper ?? 'the survey'}"
    data-mechanisms="${mechanisms}"
    data-chapter="${chapter.name}"
  >
    <p class="entry-chapter"><a href="${chapterPage}">${chapterTitle(chapter)}</a></p>
    ${claimCard(entry, cardLinks(site, entry, path), ledgerAnchor(entry))}
  </div>`;
}

function filters(claims: readonly ClaimEntry[]): Html {
  const values = (pick: (entry: ClaimEntry) => readonly string[]): string[] =>
    [...new Set(claims.flatMap(pick))].sort();
  const select = (name: string, label: string, options: readonly string[]): Html | null =>
    options.length < 2
      ? null
      : html`<label
          >${label}<select data-filter="${name}">
            <option value="">all</option>
            ${options.map((option) => html`<option>${option}</option>`)}
          </select></label
        >`;
  return html`<form class="filters needs-script" aria-label="Filter the claims">
    ${select(
      'verdict',
      'Verdict',
      values((entry) => [verdictOf(entry) ?? 'not run']),
    )}
    ${select(
      'mechanisms',
      'Mechanism',
      values((entry) => entry.declaration.mechanisms ?? []),
    )}
    ${select(
      'paper',
      'Paper',
      values((entry) => [entry.declaration.source.paper ?? 'the survey']),
    )}
    ${select(
      'chapter',
      'Chapter',
      values((entry) => [entry.chapter.name]),
    )}
    <button type="reset">Show all</button>
  </form>`;
}
