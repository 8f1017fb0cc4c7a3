import { describe, expect, it } from 'vitest';
import { Anchors } from './anchors.js';
import { renderInline, renderMarkdown, type MarkdownContext } from './markdown.js';
import { StyleSheet } from './style-sheet.js';

const context = (more: Partial<MarkdownContext> = {}): MarkdownContext => ({
  anchors: new Anchors(),
  styles: new StyleSheet(),
  ...more,
});
const body = (text: string, more: Partial<MarkdownContext> = {}): string =>
  renderMarkdown(text, context(more)).body.markup.trim();

describe('prose', () => {
  it('makes second-level headings of first-level ones and gives each an anchor of its own', () => {
    const { headings, body: markup } = renderMarkdown('# Gates\n\n## Gates\n\n### `g` and $f$', context());
    expect(headings).toEqual([
      { level: 2, text: 'Gates', id: 'gates' },
      { level: 2, text: 'Gates', id: 'gates-2' },
      { level: 3, text: 'g and f', id: 'g-and-f' },
    ]);
    expect(markup.markup).toContain(
      '<h2 id="gates-2">Gates <a class="anchor" href="#gates-2" aria-label="Link to Gates">#</a></h2>',
    );
  });

  it('sets formulas in MathML, also in headings and tables, and shows a bad one as its source', () => {
    expect(body('$x^2$')).toContain('<math');
    expect(body('$$\n\\sum_i x_i\n$$')).toContain('class="formula"');
    expect(body('| a |\n|---|\n| $|x|$ |')).toContain('<td><math aria-label="\\vert x\\vert"');
    expect(body('| a |\n|---|\n| $\\left|x\\right|^2$ and $\\|x\\|$ |')).not.toContain('bad-formula');
    expect(body('$\\frac{1}$')).toContain('<code class="bad-formula"');
  });

  it('links mentions of statements, chapters and other sites, and nothing else', () => {
    const links = {
      statementLink: (id: string) => `s.html#${id}`,
      chapterLink: (name: string) => (name === '05-channel' ? '05-channel.html' : undefined),
    };
    expect(body('See S12, not S35 or [S1](https://example.org).', links)).toBe(
      '<p>See <a href="s.html#S12">S12</a>, not S35 or <a href="https://example.org" rel="noopener noreferrer external">S1</a>.</p>',
    );
    expect(body('[next](05-channel.ipynb#x) [gone](06-none.ipynb) [file](../secret.txt)', links)).toBe(
      '<p><a href="05-channel.html#x">next</a> <a href="#">gone</a> <a href="#">file</a></p>',
    );
  });

  it('keeps five harmless tags and shows all others as text', () => {
    expect(body('H<sub>2</sub>O <b onclick="x">no</b><br>')).toBe(
      '<p>H<sub>2</sub>O &lt;b onclick=&quot;x&quot;&gt;no&lt;/b&gt;<br></p>',
    );
    expect(body('<div class="x">\nblock\n</div>')).toBe('<p>&lt;div class=&quot;x&quot;&gt;\nblock\n&lt;/div&gt;</p>');
    expect(body('text <!-- hidden --> text')).toBe('<p>text  text</p>');
  });

  it('makes side notes of quotations and scrollable groups of tables', () => {
    expect(body('> **Differs.** Here.')).toMatch(
      /^<aside class="side-note">\s*<p><strong>Differs\.<\/strong> Here\.<\/p>\s*<\/aside>$/,
    );
    expect(body('| a |\n|--:|\n| 1 |')).toMatch(/^<div class="scroll" tabindex="0"/);
  });

  it('turns styles that it makes itself into classes', () => {
    const styles = new StyleSheet();
    const markup = renderMarkdown('| a |\n|--:|\n| 1 |', context({ styles })).body.markup;
    expect(markup).not.toContain('style=');
    expect(styles.css()).toContain('text-align:right');
  });

  it('highlights code in a language that it knows', () => {
    expect(body('```ts\nconst a = 1;\n```')).toContain('<span class="hljs-keyword">const</span>');
    expect(body('```fortran\n<x>\n```')).toContain('<code>&lt;x&gt;</code>');
  });

  it('shows pictures that travel with the cell, and the words of all others', () => {
    const attachments = { 'a b.png': { 'image/png': 'iVBORw0KGgo=' } };
    expect(body('![A map](attachment:a%20b.png)', { attachments })).toContain(
      'src="data:image/png;base64,iVBORw0KGgo="',
    );
    expect(body('![A map](https://example.org/a.png)')).toBe('<p><span class="missing-picture">A map</span></p>');
  });

  it('renders one line without a paragraph', () => {
    expect(renderInline('*f* of `x`', context()).markup).toBe('<em>f</em> of <code>x</code>');
  });
});
