import { type JsonObject } from '@atlas/schemas';
import { chartData, chartDescription, chartTitle, refusal, widths, type ChartSpec } from '../render/chart-spec.js';
import { type ChartDrawings } from '../render/draw-both.js';
import { renderTable, toCsv, type Row } from '../render/table.js';
import { notebookPath, relative, type Site } from '../site.js';
import { plural, withMinus } from '../text/format.js';
import { html, trusted, type Html } from '../text/html.js';

/** Where a figure stands: its page, its number there, and the folder of its files. */
export type FigurePlace = { page: string; chapter: string; number: number; budget: InlineBudget };

/** Characters of drawings that a page may still hold; what does not fit becomes a file that loads when it is near. */
export type InlineBudget = { left: number };

/** Drawings above this many characters are files of their own, so that the page stays light. */
const largestInline = 60_000;

const filesOf = ({ chapter, number }: FigurePlace): string => `figures/${chapter}-${number}`;

/**
 * A chart as a figure: its title in words, the drawing for wide and narrow columns in both appearances, the data as a
 * table, and its files. A chart that cannot be drawn is shown as its data, with the reason.
 */
export async function chartFigure(site: Site, spec: ChartSpec, place: FigurePlace): Promise<Html> {
  const refused = refusal(spec);
  if (refused !== undefined) return failedChart(spec, `This chart is not drawn: ${refused}.`);
  try {
    return drawnFigure(site, spec, place, await site.drawings.draw(spec));
  } catch (error) {
    return failedChart(spec, `This chart cannot be drawn: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function drawnFigure(site: Site, spec: ChartSpec, place: FigurePlace, { wide, narrow }: ChartDrawings): Html {
  const base = filesOf(place);
  const to = (path: string): string => relative(place.page, path);
  const given = chartTitle(spec);
  // A number and its per cent sign stay on one line.
  const title = given === undefined ? undefined : withMinus(given).replace(/(?<=\d) (?=%)/g, '\u00a0');
  const rows = chartData(spec);
  const name = title ?? chartDescription(spec) ?? `Figure ${place.number}`;
  site.files.set(`${base}.svg`, withStyle(wide.plain, site.chartFont));
  site.files.set(`${base}.vl.json`, `${JSON.stringify(spec, null, 2)}\n`);
  site.files.set(`${base}.js`, interactiveScript(base, wide.interactive));
  rows.forEach((values, index) => site.files.set(csvPath(base, index, rows.length), toCsv(values)));
  const drawing = (width: 'wide' | 'narrow', svg: string): Html =>
    inlineOrFile(site, place, width, svg, chartDescription(spec) ?? name);
  return html`<figure class="chart" id="figure-${place.number}" data-chart="${base}">
    <figcaption><span class="figure-title">${title ?? name}</span></figcaption>
    <div class="drawing">${drawing('wide', wide.svg)}${drawing('narrow', narrow.svg)}</div>
    <div class="figure-tools">
      <button
        type="button"
        class="needs-script"
        data-interactive
        aria-label="Explore figure ${place.number} interactively"
      >
        Explore
      </button>
      ${
        rows.length === 0
          ? null
          : html`<details class="figure-data">
              <summary>Data</summary>
              ${rows.slice(0, 3).map((values, index) => renderTable(values as Row[], dataCaption(name, index, rows.length)))}
            </details>`
      }
      <span class="downloads"
        >${rows.map((_values, index) => html`<a href="${to(csvPath(base, index, rows.length))}" download>CSV${rows.length > 1 ? ` ${index + 1}` : null}</a>`)}<a
          href="${to(`${base}.svg`)}"
          download
          >SVG</a
        ><a href="${to(`${base}.vl.json`)}" download>JSON</a>${notebookLink(place)}</span
      >
    </div>
  </figure>`;
}

/** The notebook that made a figure. */
function notebookLink({ page, chapter }: FigurePlace): Html {
  return html`<a href="${relative(page, notebookPath(chapter))}" download>notebook</a>`;
}

const csvPath = (base: string, index: number, count: number): string =>
  count === 1 ? `${base}.csv` : `${base}-${index + 1}.csv`;
const dataCaption = (name: string, index: number, count: number): string =>
  count === 1 ? `Data: ${name}` : `Data ${index + 1}: ${name}`;

/** From a folder pages cannot fetch files, so that the interactive specification comes as a script. */
function interactiveScript(base: string, specs: { light: JsonObject; dark: JsonObject }): string {
  return `(window.atlasCharts ??= {})[${JSON.stringify(base)}] = ${JSON.stringify(specs).replaceAll('<', '\\u003c')};\n`;
}

function inlineOrFile(
  site: Site,
  place: FigurePlace,
  width: 'wide' | 'narrow',
  svg: string,
  description: string,
): Html {
  const size = /<svg[^>]*\swidth="([\d.]+)"[^>]*\sheight="([\d.]+)"/.exec(svg);
  const [w, h] = [size?.[1] ?? String(widths[width]), size?.[2] ?? '300'];
  if (svg.length > Math.min(largestInline, place.budget.left)) {
    const path = `${filesOf(place)}-${width}.svg`;
    site.files.set(
      path,
      withStyle(
        svg.replace(/^<svg/, '<svg color-scheme="light dark"'),
        `<style>:root{color-scheme:light dark}</style>${site.chartFont}`,
      ),
    );
    return html`<img
      class="${width}"
      src="${relative(place.page, path)}"
      width="${Math.ceil(Number(w))}"
      height="${Math.ceil(Number(h))}"
      alt="${description}"
      loading="lazy"
      decoding="async"
    />`;
  }
  place.budget.left -= svg.length;
  const prefix = `f${place.number}${width[0] ?? ''}`;
  const isolated = svg
    .replace(/\sid="([^"]+)"/g, (_match, id: string) => ` id="${prefix}-${id}"`)
    .replace(/url\(#([^)]+)\)/g, (_match, id: string) => `url(#${prefix}-${id})`);
  const label = html` class="${width}" role="img" aria-label="${description}"`;
  return trusted(isolated.replace(/^<svg[^>]*/, (tag) => tag.replace(/\sclass="[^"]*"/, '') + label.markup));
}

/** A drawing with styles of its own, as a file needs them. */
const withStyle = (svg: string, style: string): string => svg.replace(/<svg[^>]*>/, (tag) => tag + style);

function failedChart(spec: ChartSpec, reason: string): Html {
  const rows = chartData(spec);
  const tables = rows
    .slice(0, 3)
    .map((values) => renderTable(values as Row[], chartTitle(spec) ?? 'Data of the chart'));
  return html`<figure class="chart">
    <p class="problem">${reason}</p>
    ${tables}${rows.length > 3 ? html`<p>${plural(rows.length - 3, 'more data set')} in the notebook.</p>` : null}
  </figure>`;
}

export type TableOutput = { rows: Row[]; columns: string[]; caption: string; rowHeaders: boolean };

/** A table of a notebook as a figure with its own download. */
export function tableFigure(site: Site, { rows, columns, caption, rowHeaders }: TableOutput, place: FigurePlace): Html {
  const path = `${filesOf(place)}.csv`;
  site.files.set(path, toCsv(rows, columns));
  return html`<figure class="table" id="figure-${place.number}">
    ${renderTable(rows, caption, { columns, rowHeaders })}
    <div class="figure-tools">
      <span class="downloads"><a href="${relative(place.page, path)}" download>CSV</a>${notebookLink(place)}</span>
    </div>
  </figure>`;
}
