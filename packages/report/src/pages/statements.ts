import { type Fate } from '@atlas/schemas';
import { addPage } from '../components/page.js';
import { claimLine } from '../components/claim-line.js';
import { chapterTitle } from '../model/chapter-title.js';
import { fateWords, type StatementFate } from '../model/statements.js';
import { anchorLink } from '../render/markdown.js';
import { chapterPath, relative, type Site } from '../site.js';
import { slug } from '../text/format.js';
import { html, joined, type Html } from '../text/html.js';

const path = 'statements.html';

/** The survey, statement by statement, and what became of each. */
export function addStatements(site: Site): void {
  const sections = [...new Set(site.fates.map(({ statement }) => statement.section))];
  const body = html`<header class="opening">
      <p class="kicker">The survey</p>
      <h1>Statement by statement</h1>
      <p class="question">
        The short survey “From attention to the Transformer” makes ${site.fates.length} statements. Here they are in our
        words, with what became of each.
      </p>
      <ul class="tally" aria-label="Fates">
        ${(['open', 'undecidable', 'decided', 'shown'] as const).map((fate) => countOf(site.fates, fate))}
      </ul>
    </header>
    ${sections.map(
      (section) =>
        html`<section class="statements">
          <h2 id="${slug(section)}">${section}${anchorLink(slug(section), section)}</h2>
          <ol>
            ${site.fates.filter(({ statement }) => statement.section === section).map((fate) => item(site, fate))}
          </ol>
        </section>`,
    )}`;
  addPage(site, {
    path,
    title: 'The survey, statement by statement',
    description:
      'All 34 statements of the survey, each decided with data, shown with its source, or left open with the reason.',
    body,
    section: 'statements',
    kind: 'statements',
  });
  for (const { statement } of site.fates) {
    site.search.push({
      title: 'The survey',
      section: statement.id,
      url: `${path}#${statement.id}`,
      text: statement.sentence,
    });
  }
}

function countOf(fates: readonly StatementFate[], fate: Fate): Html | null {
  const count = fates.filter((entry) => entry.fate === fate).length;
  return count === 0
    ? null
    : html`<li><span class="number">${count}</span><span class="fate fate-${fate}">${fateWords[fate]}</span></li>`;
}

function item(site: Site, { statement, fate, claims, checks, chapters }: StatementFate): Html {
  const chapterLinks = site.data.chapters
    .filter(({ name }) => chapters.includes(name))
    .map((chapter) => html`<a href="${relative(path, chapterPath(chapter.name))}">${chapterTitle(chapter)}</a>`);
  const verdicts = claims.map((entry) => claimLine(entry, path));
  const checked = checks.map(
    ({ chapter, sentence }) =>
      html`<li>
        <span class="fate">checked</span> <a href="${relative(path, chapterPath(chapter))}">${sentence}</a>
      </li>`,
  );
  return html`<li class="statement" id="${statement.id}">
    <span class="statement-id">${statement.id}</span>
    <div>
      <p>${statement.sentence}</p>
      ${statement.correction === undefined ? null : html`<p class="correction"><strong>Correction.</strong> ${statement.correction}</p>`}
      <p class="fate-line">
        <span class="fate fate-${fate}">${fateWords[fate]}</span
        >${statement.note === undefined ? null : html` <span class="note">${statement.note}</span>`}
      </p>
      ${
        verdicts.length + checked.length > 0
          ? html`<ul class="statement-claims">
              ${verdicts}${checked}
            </ul>`
          : null
      }
      ${chapterLinks.length > 0 ? html`<p class="statement-chapters">In ${joined(chapterLinks, ', ')}</p>` : null}
    </div>
  </li>`;
}
