import { html, type Html } from '../text/html.js';

/** A line that is set as it stands: formulas of a docstring are indented. */
const asItStands = /^(?: {2,}|\t)\S/;

/** Words of a docstring: names between backticks and links are set as code. */
export function docstringLine(text: string): Html {
  const parts = text.split(/(`[^`]+`|\{@link\s+[^}]+\})/);
  return html`${parts.map((part) => {
    const name = /^`([^`]+)`$/.exec(part)?.[1] ?? /^\{@link\s+([^}|\s]+)[^}]*\}$/.exec(part)?.[1];
    return name === undefined ? part : html`<code>${name}</code>`;
  })}`;
}

/** A docstring as paragraphs; indented lines, which are formulas, keep their form. */
export function renderDocstring(text: string): Html {
  const blocks = text
    .split(/\n\s*\n/)
    .map((block) => block.replace(/\s+$/, ''))
    .filter((block) => block.trim() !== '');
  return html`${blocks.map((block) =>
    block.split('\n').every((line) => asItStands.test(line))
      ? html`<pre class="code" tabindex="0"><code>${block.replace(/^ {2}/gm, '')}</code></pre>`
      : html`<p>${docstringLine(block.replace(/\s*\n\s*/g, ' '))}</p>`,
  )}`;
}
