import { expect, it } from 'vitest';
import { element, escapeHtml } from './html.js';

it('escapes what would end a text or an attribute', () => {
  expect(escapeHtml(`<script>"a" & 'b'</script>`)).toBe('&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;');
  expect(element('p', { title: '"><script>', id: undefined }, escapeHtml('<b>'))).toBe(
    '<p title="&quot;&gt;&lt;script&gt;">&lt;b&gt;</p>',
  );
  expect(element('img', { alt: '', width: 3 })).toBe('<img alt="" width="3">');
});
