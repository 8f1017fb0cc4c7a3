import { describe, expect, it } from 'vitest';
import { docstringLine, renderDocstring } from './docstring.js';

describe('a docstring', () => {
  it('keeps formulas in their form, and joins the lines of a paragraph', () => {
    const text = 'Squeeze\nand excite:\n\n  g(x) = σ(W₂ z)\n  f(s, x) = s · x\n\nDifferences: none.';
    expect(renderDocstring(text).markup).toBe(
      '<p>Squeeze and excite:</p>' +
        '<pre class="code" tabindex="0"><code>g(x) = σ(W₂ z)\nf(s, x) = s · x</code></pre>' +
        '<p>Differences: none.</p>',
    );
  });

  it('sets names as code, and everything else as text', () => {
    expect(docstringLine('see `rng` and {@link child | the child}, a < b * c').markup).toBe(
      'see <code>rng</code> and <code>child</code>, a &lt; b * c',
    );
    expect(docstringLine('`<img src=x>`').markup).toBe('<code>&lt;img src=x&gt;</code>');
  });

  it('is nothing where there is none', () => {
    expect(renderDocstring('').markup).toBe('');
  });
});
