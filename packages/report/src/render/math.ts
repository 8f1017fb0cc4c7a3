import temml from 'temml';
import { escapeHtml, html, trusted, type Html } from '../text/html.js';
import { type StyleSheet } from './style-sheet.js';

/** Limits that keep a hostile formula from growing without end. */
const limits = { maxExpand: 1000, maxSize: [20, 20] as [number, number] };

/**
 * TeX to MathML. A formula that cannot be read is shown as its source, marked as such: a page with one bad formula is
 * better than no page.
 */
export function renderMath(tex: string, display: boolean, styles: StyleSheet): Html {
  try {
    const markup = temml.renderToString(tex, { displayMode: display, throwOnError: true, ...limits });
    const math = trusted(styles.hoist(markup).replace(/^<math/, `<math aria-label="${escapeHtml(tex.trim())}"`));
    return display ? html`<div class="formula" tabindex="0" role="group" aria-label="Formula">${math}</div>` : math;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return html`<code class="bad-formula" title="${reason}">${tex}</code>`;
  }
}
