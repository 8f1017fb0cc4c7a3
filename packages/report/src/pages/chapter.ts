import { claimCard } from '../components/claim-card.js';
import { freshnessNotes } from '../components/freshness.js';
import { addPage } from '../components/page.js';
import { chapterCells } from '../model/chapter-cells.js';
import { chapterNumber, chapterTitle } from '../model/chapter-title.js';
import { claimsOf, runsToShow } from '../model/claim-entry.js';
import { type ChapterData } from '../read/report-data.js';
import { Anchors } from '../render/anchors.js';
import { renderInline, type Heading } from '../render/markdown.js';
import { withoutName } from '../render/output.js';
import { chapterPath, claimAnchor, relative, type Site } from '../site.js';
import { html, joined, type Html } from '../text/html.js';
import { cardLinks } from './card-links.js';
import { chapterAnswer } from './chapter-answer.js';
import { renderCells } from './chapter-body.js';
import { filesSection, resultsSection } from './chapter-results.js';
import { withPictureFiles } from './picture-files.js';

/** Writes the page of one notebook. */
export async function addChapter(site: Site, chapter: ChapterData): Promise<void> {
  const path = chapterPath(chapter.name);
  const anchors = new Anchors();
  ['main', 'contents', 'results', 'checks', 'files'].forEach((id) => anchors.reserve(id));
  chapter.notebook.cells.forEach(({ id }) => anchors.reserve(`cell-${id}`));
  const title = chapterTitle(chapter);
  const { cells, unplaced, changed } = chapterCells(chapter);
  const rendered = await renderCells(site, chapter, cells, anchors);
  const runs = runsToShow(chapter);
  const tail: Heading[] = runs.length > 0 ? [{ level: 2, text: 'All results', id: 'results' }] : [];
  tail.push({ level: 2, text: 'Files', id: 'files' });
  const body = html`<article class="chapter">
    <div class="cell top">
      <div class="cell-main">
        <header class="opening">
          <p class="kicker">${kicker(chapter, path)}</p>
          <h1>${renderInline(title, { anchors, styles: site.styles })}</h1>
          ${chapter.contract ? html`<p class="question">${renderInline(chapter.contract.atlas.question, { anchors, styles: site.styles })}</p>` : null}
          ${chapterAnswer(claimsOf(chapter))} ${freshnessNotes(chapter, runs)}
          ${runs.length === 0 ? html`<p class="freshness"><span class="badge">not run</span> This chapter has no results yet: below are its text and its code.</p>` : null}
          ${changed ? html`<p class="notice">Some cells were changed after they ran; their outputs are left out until the chapter runs again.</p>` : null}
          ${chapter.problems.map(
            (problem) =>
              html`<div class="problem">
                <p><strong>A file of this chapter cannot be used.</strong></p>
                <pre tabindex="0">${problem}</pre>
              </div>`,
          )}
          ${failureOf(chapter)}
        </header>
        ${rendered.lead === undefined ? null : html`<div class="lead">${rendered.lead}</div>`}
      </div>
      <div class="margin">${contents([...rendered.headings, ...tail])}</div>
    </div>
    ${rendered.body}
    ${
      unplaced.length > 0
        ? html`<section class="cell">
            <div class="cell-main"><h2 id="${anchors.claim('Other claims')}">Other claims</h2></div>
            ${unplaced.map((entry) => claimCard(entry, cardLinks(site, entry, path), claimAnchor(entry.id)))}
          </section>`
        : null
    }
    ${resultsSection(site, chapter, runs, path)} ${filesSection(site, chapter, path)} ${neighbours(site, chapter, path)}
  </article>`;
  addPage(site, {
    path,
    title,
    description: chapter.contract?.atlas.question ?? `${title}: a chapter of Attention Atlas.`,
    body: withPictureFiles(site.files, path, body),
    section: 'chapters',
    kind: 'chapter',
  });
  site.search.push(...rendered.search.map((entry) => ({ ...entry, title, url: `${path}${entry.url}` })));
}

function kicker(chapter: ChapterData, path: string): Html {
  const number = chapterNumber(chapter);
  const statements =
    chapter.contract?.atlas.statements.map(
      (id) => html`<a href="${relative(path, `statements.html#${id}`)}">${id}</a>`,
    ) ?? [];
  return html`${number === undefined ? 'Chapter' : `Chapter ${number}`}${statements.length > 0 ? html` · survey ${joined(statements, ', ')}` : null}`;
}

function contents(headings: readonly Heading[]): Html | null {
  const main = headings.filter(({ level }) => level === 2);
  if (main.length < 3) return null;
  return html`<nav class="contents" aria-label="Contents of this chapter" id="contents">
    <details open>
      <summary>Contents</summary>
      <ol>
        ${main.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}
      </ol>
    </details>
  </nav>`;
}

function failureOf(chapter: ChapterData): Html | null {
  const failed = chapter.runs.find(({ log }) => log?.status === 'failed' || log?.status === 'interrupted')?.log;
  if (failed === undefined) return null;
  const where = failed.error?.cell === undefined ? '' : ` in cell ${failed.error.cell.index + 1}`;
  return html`<div class="problem">
    <p>
      <strong
        >The last run (${failed.profile} profile)
        ${failed.status === 'failed' ? 'failed' : 'was interrupted'}${where}.</strong
      >
      ${failed.error === undefined ? null : `${failed.error.name}: ${withoutName(failed.error.name, failed.error.message)}`}
    </p>
  </div>`;
}

function neighbours(site: Site, chapter: ChapterData, path: string): Html {
  const { chapters } = site.data;
  const index = chapters.indexOf(chapter);
  const link = (other: ChapterData | undefined, word: string): Html | null =>
    other === undefined
      ? null
      : html`<a class="${word.toLowerCase()}" href="${relative(path, chapterPath(other.name))}"
          ><span>${word}</span> ${chapterTitle(other)}</a
        >`;
  return html`<nav class="neighbours" aria-label="Chapters">
    ${link(chapters[index - 1], 'Previous')}${link(chapters[index + 1], 'Next')}
  </nav>`;
}
