import { stripVTControlCharacters } from 'node:util';
import {
  isObject,
  joinText,
  scrapMimeType,
  type JsonObject,
  type MimeBundle,
  type MultilineText,
  type Output,
} from '@atlas/schemas';
import { formatBytes } from '../text/format.js';
import { html, type Html } from '../text/html.js';
import { bitmap, type PictureSize } from './image.js';
import { renderMarkdown, type MarkdownContext } from './markdown.js';
import { renderMath } from './math.js';
import { isEmpty, type Sanitiser } from './sanitise.js';
import { type ChartSpec } from './chart-spec.js';
import { columnsOf, type Row } from './table.js';

type DisplayOutput = Extract<Output, { output_type: 'display_data' }>;

/** What an output becomes: markup, or a figure that needs files and numbers of its own. */
export type RenderedOutput =
  | { kind: 'markup'; body: Html }
  | { kind: 'chart'; spec: ChartSpec }
  | { kind: 'table'; rows: Row[]; columns: string[]; caption: string; rowHeaders: boolean }
  | { kind: 'problem'; body: Html };

export type OutputContext = { markdown: MarkdownContext; sanitiser: Sanitiser };

/** Larger outputs would make a page that nobody can open; they stay in the executed notebook. */
const largestOutput = 200_000;
const longestText = 12_000;

/** Bars of progress say nothing once a run is over. */
const progressBar = /^<div class="atlas-progress"/;

const chartType = /^application\/vnd\.vegalite\.v\d+\+json$/;
const tableType = 'application/vnd.dataresource+json';

/** Whether the site draws a type itself, so that its substitutes are not needed. */
export function isDrawnHere(type: string): boolean {
  return chartType.test(type) || type === tableType;
}

/** Whether an output is shown as markup of its own, so that the sanitiser is loaded only where there is some. */
export function needsSanitiser(output: Output): boolean {
  if (output.output_type === 'stream' || output.output_type === 'error') return false;
  const { data, metadata } = output;
  if (isRecorded(data) || chartIn(data) !== undefined || tableIn(data) !== undefined) return false;
  // The same order of preference as below: a picture or a formula stands before its form in HTML.
  if ('image/svg+xml' in data) return true;
  return 'text/html' in data && !('text/latex' in data) && pictureOf(data, metadata) === undefined;
}

/** A bar of progress, in whatever forms it was displayed. */
export function isProgress(data: MimeBundle): boolean {
  return progressBar.test(textIn(data['text/html']) ?? '');
}

export function isChart(output: Output): output is DisplayOutput {
  return output.output_type === 'display_data' && chartIn(output.data) !== undefined;
}

/** Whether an output becomes a figure of its own: a chart or a table. */
export function isFigure(output: Output): output is DisplayOutput {
  return (
    output.output_type === 'display_data' &&
    !isRecorded(output.data) &&
    (chartIn(output.data) ?? tableIn(output.data)) !== undefined
  );
}

/** The chart among the forms of an output. */
export function chartIn(data: MimeBundle): ChartSpec | undefined {
  const type = Object.keys(data).find((each) => chartType.test(each));
  const spec = type === undefined ? undefined : data[type];
  return isObject(spec) ? (spec as ChartSpec) : undefined;
}

/** An output of a cell, or undefined where there is nothing to show: recorded values appear as cards and tables. */
export function renderOutput(output: Output, context: OutputContext): RenderedOutput | undefined {
  if (output.output_type === 'stream') return streamOf(output.name, joinText(output.text));
  if (output.output_type === 'error') return errorOf(output.ename, output.evalue, output.traceback);
  return bundleOf(output.data, output.metadata, context);
}

function streamOf(name: string, text: string): RenderedOutput | undefined {
  const clean = printable(text);
  if (clean.trim() === '') return undefined;
  return { kind: 'markup', body: textBlock(clean, name === 'stderr' ? 'Messages' : 'Printed') };
}

function errorOf(name: string, message: string, traceback: readonly string[]): RenderedOutput {
  const text = printable(traceback.length > 0 ? traceback.join('\n') : `${name}: ${message}`);
  return {
    kind: 'problem',
    body: html`<div class="problem">
      <p><strong>This cell stopped: ${name}.</strong> ${printable(withoutName(name, message))}</p>
      ${textBlock(text, 'Traceback')}
    </div>`,
  };
}

/** Some kernels repeat the name of an error in front of its message. */
export function withoutName(name: string, message: string): string {
  return message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message;
}

/** Text without terminal colours and without characters that a page cannot show. */
function printable(text: string): string {
  return stripVTControlCharacters(text.slice(0, largestOutput)).replace(/[^\P{Cc}\t\n]/gu, '');
}

function textBlock(text: string, label: string): Html {
  const shown = text.slice(0, longestText).replace(/\s+$/, '');
  const rest =
    text.length > longestText
      ? html`<p class="cut">${formatBytes(text.length - longestText)} more in the executed notebook.</p>`
      : null;
  const lines = shown.split('\n').length;
  const block = html`<pre class="printed" tabindex="0" role="group" aria-label="${label}">${shown}</pre>
    ${rest}`;
  return lines <= 24
    ? block
    : html`<details class="long">
        <summary>${label}: ${lines} lines</summary>
        ${block}
      </details>`;
}

function bundleOf(data: MimeBundle, metadata: JsonObject, context: OutputContext): RenderedOutput | undefined {
  if (isRecorded(data)) return undefined;
  const spec = chartIn(data);
  if (spec !== undefined) return { kind: 'chart', spec };
  const table = tableIn(data);
  // The form says nothing about headings of rows, but the table in HTML beside it does.
  if (table !== undefined) return tableOf(table, /<th scope="row"/.test(textIn(data['text/html']) ?? ''));
  return (
    svgOf(data['image/svg+xml'], context) ??
    pictureOf(data, metadata) ??
    latexOf(data['text/latex'], context) ??
    htmlOf(data['text/html'], context) ??
    markdownOf(data['text/markdown'], context) ??
    jsonOf(data['application/json']) ??
    plainOf(data['text/plain'])
  );
}

/** Recorded values appear as cards and tables, and progress is over. */
const isRecorded = (data: MimeBundle): boolean => scrapMimeType in data || isProgress(data);

/** The table among the forms of an output. */
function tableIn(data: MimeBundle): JsonObject | undefined {
  const table = data[tableType];
  return isObject(table) && Array.isArray(table['data']) ? (table as JsonObject) : undefined;
}

/** A table in Frictionless Data's form. The fields of its schema give the order of the columns. */
function tableOf(resource: JsonObject, rowHeaders: boolean): RenderedOutput {
  const rows = (resource['data'] as unknown[]).filter(isObject) as Row[];
  const caption = typeof resource['title'] === 'string' ? resource['title'] : '';
  const fields = isObject(resource['schema']) ? resource['schema']['fields'] : undefined;
  const named = Array.isArray(fields)
    ? fields.flatMap((field) => (isObject(field) && typeof field['name'] === 'string' ? [field['name']] : []))
    : [];
  return { kind: 'table', rows, columns: named.length > 0 ? named : columnsOf(rows), caption, rowHeaders };
}

function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((line) => typeof line === 'string')
    ? joinText(value as MultilineText)
    : undefined;
}

function tooLong(text: string): RenderedOutput | undefined {
  if (text.length <= largestOutput) return undefined;
  return {
    kind: 'markup',
    body: html`<p class="cut">
      An output of ${formatBytes(text.length)} is left out of the page; it is in the executed notebook.
    </p>`,
  };
}

function svgOf(value: unknown, { sanitiser }: OutputContext): RenderedOutput | undefined {
  const text = textIn(value);
  if (text === undefined) return undefined;
  return tooLong(text) ?? nonEmpty(sanitiser.svg(text), 'drawing');
}

function htmlOf(value: unknown, { sanitiser }: OutputContext): RenderedOutput | undefined {
  const text = textIn(value);
  if (text === undefined) return undefined;
  return tooLong(text) ?? nonEmpty(sanitiser.html(text), 'document');
}

function nonEmpty(body: Html, kind: 'drawing' | 'document'): RenderedOutput {
  if (isEmpty(body))
    return { kind: 'markup', body: html`<p class="cut">An output held nothing that a page may show.</p>` };
  const label = kind === 'drawing' ? 'Drawing' : 'Output';
  return {
    kind: 'markup',
    body: html`<div class="foreign ${kind}" tabindex="0" role="group" aria-label="${label}">${body}</div>`,
  };
}

/** A bitmap. Its text form is its caption: a title on the first line, the text alternative after it. */
function pictureOf(data: MimeBundle, metadata: JsonObject): RenderedOutput | undefined {
  const [title = '', ...rest] = (textIn(data['text/plain']) ?? '').split('\n');
  const alternative = rest.join(' ').trim() || title;
  for (const [type, content] of Object.entries(data)) {
    const image = type.startsWith('image/') ? bitmap(type, content, alternative, sizeIn(metadata[type])) : undefined;
    if (image === undefined) continue;
    const caption = rest.length > 0 ? html`<figcaption><span class="figure-title">${title}</span></figcaption>` : null;
    return { kind: 'markup', body: html`<figure class="picture">${caption}${image}</figure>` };
  }
  return undefined;
}

/** The size at which a picture wants to be drawn, as Jupyter writes it into the metadata of its type. */
function sizeIn(metadata: unknown): PictureSize | undefined {
  if (!isObject(metadata)) return undefined;
  const { width, height } = metadata as { width?: unknown; height?: unknown };
  return typeof width === 'number' && typeof height === 'number' && width > 0 && height > 0
    ? { width, height }
    : undefined;
}

function markdownOf(value: unknown, { markdown }: OutputContext): RenderedOutput | undefined {
  const text = textIn(value);
  if (text === undefined) return undefined;
  return tooLong(text) ?? { kind: 'markup', body: renderMarkdown(text, markdown).body };
}

function latexOf(value: unknown, { markdown }: OutputContext): RenderedOutput | undefined {
  const text = textIn(value);
  if (text === undefined) return undefined;
  return { kind: 'markup', body: renderMath(text.slice(0, 5000).replace(/^\$+|\$+$/g, ''), true, markdown.styles) };
}

function jsonOf(value: unknown): RenderedOutput | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, null, 2);
  return { kind: 'markup', body: textBlock(text, 'Data') };
}

function plainOf(value: unknown): RenderedOutput | undefined {
  const text = textIn(value);
  return text === undefined ? undefined : streamOf('stdout', text);
}
