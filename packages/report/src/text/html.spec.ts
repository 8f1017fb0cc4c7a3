import { describe, expect, it } from 'vitest';
import { escapeHtml, html, joined, trusted } from './html.js';

describe('html', () => {
  it('escapes every character that could end a text or an attribute', () => {
    expect(html`<p title="${`"'<>&`}">${'<b>'}</p>`.markup).toBe('<p title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;</p>');
  });
  it('keeps nested markup, joins lists and drops what is absent', () => {
    const items = ['a', 'b'].map((item) => html`<li>${item}</li>`);
    expect(html`<i>${items}${null}${undefined}${false}</i>`.markup).toBe('<i><li>a</li><li>b</li></i>');
  });
  it('puts the separator between parts only', () => {
    expect(joined([trusted('<i>1</i>'), '2&'], ', ').markup).toBe('<i>1</i>, 2&amp;');
  });
  it('leaves numbers, zero included', () => {
    expect(html`${0}`.markup).toBe('0');
    expect(escapeHtml('plain')).toBe('plain');
  });
});
