import { claimCard } from '../components/claim-card.js';
import { chartFigure, tableFigure, type FigurePlace, type InlineBudget } from '../components/figure.js';
import { sourceBlock } from '../components/source-block.js';
import { renderValue } from '../components/value.js';
import { hasTag, type ChapterCell } from '../model/chapter-cells.js';
import { runsToShow } from '../model/claim-entry.js';
import { type ChapterData } from '../read/report-data.js';
import { type Anchors } from '../render/anchors.js';
import { renderMarkdown, type Heading, type MarkdownContext } from '../render/markdown.js';
import { isChart, isFigure, renderOutput, type OutputContext, type RenderedOutput } from '../render/output.js';
import { chapterPath, claimAnchor, relative, type SearchEntry, type Site } from '../site.js';
import { html, type Html } from '../text/html.js';
import { cardLinks } from './card-links.js';

export type RenderedCells = {
  body: Html;
  /** The figure that the chapter opens with. */
  lead: Html | undefined;
  headings: Heading[];
  search: SearchEntry[];
};

/** Figures are numbered in the order of the page; the one of the cell `lead` moves to the top. */
type Figures = { count: number; budget: InlineBudget; lead: { cell: string | undefined; figure?: Html } };

/** Characters of drawings inside one page, about 60 kB when compressed. */
const inlineDrawings = 400_000;

/** All cells of a chapter, claims beside the cells that decide them. */
export async function renderCells(
  site: Site,
  chapter: ChapterData,
  cells: readonly ChapterCell[],
  anchors: Anchors,
): Promise<RenderedCells> {
  const headings: Heading[] = [];
  const search: SearchEntry[] = [];
  const sections: Html[] = [];
  const figures: Figures = { count: 0, budget: { left: inlineDrawings }, lead: { cell: leadCell(cells) } };
  for (const cell of cells) {
    const main =
      cell.cell.cell_type === 'markdown'
        ? prose(site, chapter, cell, anchors, headings, search)
        : await code(site, chapter, cell, anchors, figures);
    if (main === undefined) continue;
    const cards = cell.claims.map((entry) =>
      claimCard(entry, cardLinks(site, entry, chapterPath(chapter.name)), claimAnchor(entry.id)),
    );
    for (const { declaration, id } of cell.claims)
      search.push({ title: '', section: 'Claim', url: `#${claimAnchor(id)}`, text: declaration.sentence });
    sections.push(
      html`<section class="cell cell-${cell.cell.cell_type}" id="cell-${cell.id}">
        ${cards.length > 0 ? html`<div class="margin">${cards}</div>` : null}
        <div class="cell-main">${main}</div>
      </section>`,
    );
  }
  return { body: html`${sections}`, lead: figures.lead.figure, headings, search };
}

/** The cell whose chart opens the chapter: one tagged `headline`, else the first that decides a claim, else the first. */
function leadCell(cells: readonly ChapterCell[]): string | undefined {
  const withChart = cells.filter(({ outputs }) => outputs.some(isChart));
  const tagged = withChart.find(({ cell }) => hasTag(cell, 'headline'));
  return (tagged ?? withChart.find(({ claims }) => claims.length > 0) ?? withChart[0])?.id;
}

function prose(
  site: Site,
  chapter: ChapterData,
  { cell, source }: ChapterCell,
  anchors: Anchors,
  headings: Heading[],
  search: SearchEntry[],
): Html | undefined {
  // The first heading is the title of the page, where it stands already.
  const text = headings.length === 0 ? source.replace(/^#\s+.*$/m, '') : source;
  if (text.trim() === '') return undefined;
  const context = markdownContext(site, chapter, anchors);
  const rendered = renderMarkdown(text, {
    ...context,
    ...('attachments' in cell && cell.attachments && { attachments: cell.attachments }),
  });
  headings.push(...rendered.headings);
  const [first] = rendered.headings;
  search.push({
    title: '',
    section: first?.text ?? '',
    url: first === undefined ? `#cell-${cell.id}` : `#${first.id}`,
    text: plainWords(rendered.body),
  });
  return rendered.body;
}

function markdownContext(site: Site, chapter: ChapterData, anchors: Anchors): MarkdownContext {
  return {
    anchors,
    styles: site.styles,
    statementLink: (id) => relative(chapterPath(chapter.name), `statements.html#${id}`),
    chapterLink: (name) =>
      site.data.chapters.some((other) => other.name === name)
        ? relative(chapterPath(chapter.name), chapterPath(name))
        : undefined,
  };
}

async function code(
  site: Site,
  chapter: ChapterData,
  cell: ChapterCell,
  anchors: Anchors,
  figures: Figures,
): Promise<Html | undefined> {
  if (cell.cell.cell_type === 'raw') return undefined;
  const context = { markdown: markdownContext(site, chapter, anchors), sanitiser: site.sanitiser };
  const outputs: Html[] = [];
  for (const output of cell.outputs) {
    const rendered = renderOutput(output, context);
    if (rendered === undefined) continue;
    if (isFigure(output)) figures.count++;
    const place = {
      page: chapterPath(chapter.name),
      chapter: chapter.name,
      number: figures.count,
      budget: figures.budget,
    };
    const body = await outputBody(site, rendered, place);
    if (rendered.kind === 'chart' && figures.lead.cell === cell.id && figures.lead.figure === undefined) {
      figures.lead.figure = body;
      outputs.push(
        html`<p class="figure-above">
          <a href="#figure-${place.number}">Figure ${place.number}</a> stands at the top of the page.
        </p>`,
      );
    } else outputs.push(body);
  }
  outputs.push(...(await figuresOfOtherProfiles(site, chapter, cell, figures, context)));
  if (cell.outputs.length === 0) outputs.push(...publishedValues(chapter, cell));
  return html`${sourceBlock(cell, outputs.length > 0)}${outputs.length > 0 ? html`<div class="outputs">${outputs}</div>` : null}`;
}

/**
 * The charts of the same cell in other profiles, one click away; they load when they are opened. Where the cell shows
 * nothing of its own, what another profile has is in its place, tables included.
 */
async function figuresOfOtherProfiles(
  site: Site,
  chapter: ChapterData,
  cell: ChapterCell,
  figures: Figures,
  context: OutputContext,
): Promise<Html[]> {
  const alone = !cell.outputs.some(isFigure);
  const folded: Html[] = [];
  for (const { profile, outputs } of cell.others) {
    const drawn: Html[] = [];
    for (const output of outputs.filter(alone ? isFigure : isChart)) {
      const rendered = renderOutput(output, context);
      if (rendered === undefined) continue;
      const place = { page: chapterPath(chapter.name), chapter: chapter.name, number: ++figures.count };
      drawn.push(await outputBody(site, rendered, { ...place, budget: { left: 0 } }));
    }
    if (drawn.length > 0)
      folded.push(
        html`<details class="other-profile" ${alone ? html` open` : null}>
          <summary>${alone ? 'In' : 'The same in'} the ${profile} profile</summary>
          ${drawn}
        </details>`,
      );
  }
  return folded;
}

async function outputBody(site: Site, output: RenderedOutput, place: FigurePlace): Promise<Html> {
  if (output.kind === 'chart') return chartFigure(site, output.spec, place);
  if (output.kind === 'table') return tableFigure(site, output, place);
  return output.body;
}

/** Without an executed copy the recorded results stand where the cell would show its outputs. */
function publishedValues(chapter: ChapterData, cell: ChapterCell): Html[] {
  const [run] = runsToShow(chapter);
  return cell.results.flatMap((name) => {
    const value = run?.result?.results[name];
    return value === undefined ? [] : [renderValue(name, value, chapter.contract)];
  });
}

function plainWords(body: Html): string {
  const text = body.markup.replace(/<math[\s\S]*?<\/math>/g, ' ').replace(/<[^>]*>/g, ' ');
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}
