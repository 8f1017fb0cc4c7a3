import { beforeAll, describe, expect, it } from 'vitest';
import { createSanitiser, isEmpty, type Sanitiser } from './sanitise.js';

let sanitiser: Sanitiser;
beforeAll(async () => {
  sanitiser = await createSanitiser();
});

const html = (markup: string): string => sanitiser.html(markup).markup;
const svg = (markup: string): string => sanitiser.svg(markup).markup;

describe('foreign markup', () => {
  it('keeps the structure of tables and marks their numbers', () => {
    expect(
      html(
        '<table class="x"><tr><th scope="col">a</th></tr><tr><td colspan="2">−1.5</td><td>1e-5</td><td>n 1</td></tr></table>',
      ),
    ).toBe(
      '<table><tbody><tr><th scope="col">a</th></tr><tr><td colspan="2" class="number">−1.5</td><td class="number">1e-5</td><td>n 1</td></tr></tbody></table>',
    );
  });
  it('keeps links to other sites, with what they must carry', () => {
    expect(html('<a href="https://example.org" target="_top" id="x">y</a>')).toBe(
      '<a href="https://example.org" rel="noopener noreferrer external">y</a>',
    );
    expect(html('<a href="mailto:a@b.c">y</a>')).toBe('<a>y</a>');
  });
  it('keeps bitmaps and drops every other picture', () => {
    const bitmap = 'data:image/png;base64,iVBORw0KGgo=';
    expect(html(`<img src="${bitmap}" width="20" height="99999">`)).toBe(`<img src="${bitmap}" width="20" alt="">`);
    expect(html('<img src="x.png"><img src="data:image/svg+xml;base64,AA==">')).toBe('');
  });
  it('says when nothing is left', () => {
    expect(isEmpty(sanitiser.html('<script>1</script> <b></b>'))).toBe(true);
    expect(isEmpty(sanitiser.html('<b>x</b>'))).toBe(false);
    expect(isEmpty(sanitiser.html('<hr>'))).toBe(false);
  });
});

describe('foreign drawings', () => {
  it('keeps shapes, and gives identifiers of their own to each drawing', () => {
    const source =
      '<svg viewBox="0 0 4 4"><defs><clipPath id="c"><rect width="2" height="2"/></clipPath></defs><rect clip-path="url(#c)" fill="#ff0000" width="4" height="4"/></svg>';
    const [first, second] = [svg(source), svg(source)];
    const ids = [first, second].map((markup) => /id="([^"]+)"/.exec(markup)?.[1]);
    expect(ids[0]).not.toBe(ids[1]);
    expect(first).toContain(`url(#${ids[0]})`);
    expect(first).toContain('fill="#ff0000"');
  });
  it('gives a drawing without a box one, and no endless size', () => {
    expect(svg('<svg width="50" height="20"><path d="M0 0"></path></svg>')).toContain('viewBox="0 0 50 20"');
    expect(svg('<svg width="1e9"><path d="M0 0"></path></svg>')).toMatch(/^<svg xmlns="[^"]*" viewBox="0 0 600 400">/);
  });
  it('drops references to anything outside of the drawing', () => {
    expect(svg('<svg viewBox="0 0 1 1"><rect fill="url(https://a.example/x#y)" width="1"/></svg>')).not.toContain(
      'example',
    );
  });
});
