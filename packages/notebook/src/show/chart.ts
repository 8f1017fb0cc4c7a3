import { isObject, type JsonObject, type JsonValue, pointer } from '@atlas/schemas';
import { type Caption, requireCaption } from '../display/caption.js';
import { element, escapeHtml } from '../display/html.js';
import { type Output } from '../display/sink.js';
import { toPlain } from '../plain.js';
import { StudyError } from '../study-error.js';
import { type TableData, tableData } from './table-data.js';
import { tableHtml } from './table-html.js';

export const vegaLiteMimeType = 'application/vnd.vegalite.v5+json';
const vegaLiteSchema = 'https://vega.github.io/schema/vega-lite/v5.json';

export type ChartOptions = Caption & {
  /** Rows of the chart's data table; the values inside the specification if left out. */
  table?: readonly object[];
};

/** Ways of vega-lite to draw something; a specification without any of them draws nothing. */
const drawing = ['mark', 'layer', 'hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec'];

/** A chart must draw what the notebook measured, on a page that loads nothing from elsewhere. */
function refuseAddresses(value: JsonValue, what: string, path: readonly (string | number)[] = []): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, item] of Object.entries(value)) {
    const place = [...path, name];
    if (name === 'url' && typeof item === 'string' && !item.startsWith('data:')) {
      throw new StudyError(`${what} loads "${item}" at ${pointer(...place)}: put the values into the specification`);
    }
    refuseAddresses(item, what, place);
  }
}

function requireSpecification(spec: unknown, what: string): JsonObject {
  const plain = toPlain(spec, what, { allowNull: true });
  if (!isObject(plain)) {
    throw new StudyError(
      `${what} needs a vega-lite specification, an object, found ${Array.isArray(plain) ? 'an array' : typeof plain}`,
    );
  }
  if (!drawing.some((name) => Object.hasOwn(plain, name))) {
    throw new StudyError(
      `${what} draws nothing: expected one of ${drawing.join(', ')}, found ${Object.keys(plain).join(', ')}`,
    );
  }
  refuseAddresses(plain as JsonObject, what);
  return plain as JsonObject;
}

function ownValues(spec: JsonObject): unknown {
  const data = spec['data'];
  return isObject(data) ? data['values'] : undefined;
}

function chartTable(spec: JsonObject, rows: readonly object[] | undefined, what: string): TableData {
  const values = rows ?? ownValues(spec);
  if (Array.isArray(values) && values.length > 0) return tableData(values, what);
  throw new StudyError(
    `${what} has no data table: put rows into "data": {"values": […]}, or give "table" in the options`,
  );
}

/** The fallback where no charts are drawn, and what a screen reader reads: the words and the numbers. */
export function figureHtml({ title, alt }: Caption, table: TableData, rowHeaders = false): string {
  const details = element('details', {}, element('summary', {}, 'Data as a table'), tableHtml(table, { rowHeaders }));
  const caption = element(
    'figcaption',
    {},
    element('strong', {}, escapeHtml(title)),
    element('p', {}, escapeHtml(alt)),
  );
  return element('figure', { class: 'atlas-chart' }, caption, details);
}

/**
 * What the width 'container' means, in pixels; the site makes it narrower where a page is. JupyterLab finds a container of
 * width 0 and draws into it again and again, without end.
 */
const fullWidth = 664;

/** The specification with its title, its description for screen readers, its schema and a width in pixels. */
export function captioned(spec: JsonObject, { title, alt }: Caption): JsonObject {
  const own = spec['title'];
  // A subtitle or an anchor of the author's stays; the words are those of the caption.
  const heading: JsonValue = isObject(own) ? { ...(own as JsonObject), text: title } : title;
  const width = spec['width'] === 'container' ? { width: fullWidth } : {};
  return { $schema: vegaLiteSchema, ...spec, ...width, title: heading, description: alt };
}

/**
 * A vega-lite chart, with its data as a table beside it.
 *
 * @throws StudyError if the specification is no object, draws nothing or loads data, or if the title, the alternative
 *   text or the data table is missing; ValueError for a NaN in it.
 */
export function chartOutput(spec: object, options: ChartOptions): Output {
  const caption = requireCaption('a chart', options);
  const what = `the chart "${caption.title}"`;
  const plain = requireSpecification(spec, what);
  const table = chartTable(plain, options.table, what);
  return {
    data: {
      [vegaLiteMimeType]: captioned(plain, caption),
      // JupyterLab prefers HTML to a chart, but a chart to Markdown.
      'text/markdown': figureHtml(caption, table),
      'text/plain': `${caption.title}\n${caption.alt}`,
    },
  };
}
