import { scrapMimeType } from '@atlas/schemas';
import { beforeAll, describe, expect, it } from 'vitest';
import { display } from '../../test/fixture.js';
import { Anchors } from './anchors.js';
import { isChart, needsSanitiser, renderOutput, type OutputContext, type RenderedOutput } from './output.js';
import { createSanitiser } from './sanitise.js';
import { StyleSheet } from './style-sheet.js';

let context: OutputContext;
beforeAll(async () => {
  context = { markdown: { anchors: new Anchors(), styles: new StyleSheet() }, sanitiser: await createSanitiser() };
});

const markup = (output: RenderedOutput | undefined): string =>
  output !== undefined && 'body' in output ? output.body.markup : `no markup: ${output?.kind ?? 'nothing'}`;
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAAElFTkSuQmCC';

describe('outputs', () => {
  it('leaves out recorded values, bars of progress and empty text', () => {
    expect(renderOutput(display({ [scrapMimeType]: {}, 'text/plain': 'x' }), context)).toBeUndefined();
    const progress = { 'text/html': '<div class="atlas-progress">50 %</div>', 'text/plain': '█████ 50 %' };
    expect(renderOutput(display(progress), context)).toBeUndefined();
    expect(renderOutput({ output_type: 'stream', name: 'stdout', text: ['\n', ' '] }, context)).toBeUndefined();
  });
  it('prefers the richest form that it trusts', () => {
    expect(
      renderOutput(display({ 'application/vnd.vegalite.v5+json': { mark: 'bar' }, 'text/html': 'x' }), context)?.kind,
    ).toBe('chart');
    expect(markup(renderOutput(display({ 'text/html': '<b>x</b>', 'text/plain': 'y' }), context))).toContain(
      '<b>x</b>',
    );
    expect(markup(renderOutput(display({ 'text/latex': '$$x$$', 'text/markdown': '$$x$$' }), context))).toContain(
      '<math',
    );
    expect(markup(renderOutput(display({ 'application/javascript': 'x', 'text/plain': 'y' }), context))).toContain(
      '>y<',
    );
  });
  it('keeps the order of columns that a table declares', () => {
    const resource = { title: 'T', schema: { fields: [{ name: 'b' }, { name: 'a' }] }, data: [{ a: 1, b: 2 }] };
    expect(renderOutput(display({ 'application/vnd.dataresource+json': resource }), context)).toEqual({
      kind: 'table',
      rows: [{ a: 1, b: 2 }],
      columns: ['b', 'a'],
      caption: 'T',
      rowHeaders: false,
    });
    const withHtml = { 'application/vnd.dataresource+json': resource, 'text/html': '<th scope="row">2</th>' };
    expect(renderOutput(display(withHtml), context)).toMatchObject({ kind: 'table', rowHeaders: true });
  });
  it('shows a picture with its title, its text and its size, sharp when magnified', () => {
    const output = {
      ...display({ 'image/png': pixel, 'text/plain': 'Title\nWhat it shows' }),
      metadata: { 'image/png': { width: 20, height: 30 } },
    };
    expect(markup(renderOutput(output, context))).toMatch(
      /Title[\s\S]*alt="What it shows"\s+width="20" height="30" class="sharp"/,
    );
  });
  it('prints text without terminal codes, folds what is long and cuts what is too long', () => {
    expect(
      markup(renderOutput({ output_type: 'stream', name: 'stdout', text: '\u001b[31mred\u001b[0m\u0007' }, context)),
    ).toContain('>red<');
    expect(markup(renderOutput({ output_type: 'stream', name: 'stdout', text: 'x\n'.repeat(30) }, context))).toContain(
      'Printed: 30 lines',
    );
    expect(
      markup(renderOutput({ output_type: 'stream', name: 'stderr', text: 'x'.repeat(20_000) }, context)),
    ).toContain('8.0 kB more in the executed notebook');
    expect(markup(renderOutput(display({ 'text/html': 'x'.repeat(300_000) }), context))).toContain(
      'left out of the page',
    );
  });
  it('shows an error as a problem', () => {
    const output = renderOutput({ output_type: 'error', ename: 'TypeError', evalue: 'no <b>', traceback: [] }, context);
    expect(output?.kind).toBe('problem');
    expect(markup(output)).toContain('This cell stopped: TypeError.');
    expect(markup(output)).toContain('no &lt;b&gt;');
  });
  it('knows which outputs need the sanitiser and which are charts', () => {
    expect(needsSanitiser(display({ 'text/html': 'x' }))).toBe(true);
    expect(needsSanitiser(display({ 'image/svg+xml': '<svg/>', 'image/png': pixel }))).toBe(true);
    expect(needsSanitiser(display({ 'image/png': pixel, 'text/html': '<img>' }))).toBe(false);
    expect(needsSanitiser(display({ 'image/png': '!', 'text/html': '<img>' }))).toBe(true);
    expect(needsSanitiser(display({ 'text/latex': '$x$', 'text/html': '<i>x</i>' }))).toBe(false);
    expect(needsSanitiser(display({ 'application/vnd.vegalite.v5+json': {}, 'text/html': 'x' }))).toBe(false);
    expect(needsSanitiser(display({ 'application/vnd.dataresource+json': { data: [] }, 'text/html': 'x' }))).toBe(
      false,
    );
    expect(needsSanitiser({ output_type: 'stream', name: 'stdout', text: 'x' })).toBe(false);
    expect(isChart(display({ 'application/vnd.vegalite.v6+json': {} }))).toBe(true);
    expect(isChart(display({ 'application/vnd.vega.v5+json': {} }))).toBe(false);
  });
});
