import temml from 'temml';
import { escapeHtml, html, trusted, type Html } from '../text/html.js';
import { type StyleSheet } from './style-sheet.js';

/** Limits that keep a hostile formula from growing without end. */
const limits = { maxExpand: 1000, maxSize: [20, 20] as [number, number] };

/**
 * TeX to MathML. A formula that cannot be read is shown as its source, marked as such: a page with one bad formula is
 * better than no page. A displayed row of several formulas may break between them.
 */
export function renderMath(tex: string, display: boolean, styles: StyleSheet): Html {
  try {
    if (!display) return formula(tex, false, styles);
    const parts = formulasOf(tex).map((part) => formula(part, true, styles));
    return html`<div class="formula" tabindex="0" role="group" aria-label="Formula">${parts}</div>`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return html`<code class="bad-formula" title="${reason}">${tex}</code>`;
  }
}

function formula(tex: string, display: boolean, styles: StyleSheet): Html {
  const markup = temml.renderToString(tex, { displayMode: display, throwOnError: true, ...limits });
  return trusted(styles.hoist(markup).replace(/^<math/, `<math aria-label="${escapeHtml(tex.trim())}"`));
}

/** The formulas of a row: what stands between wide spaces, outside of braces, fences and environments. */
export function formulasOf(tex: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [token] of tex.matchAll(/\\(?:[a-zA-Z]+|[^])|[^\\]/g)) {
    if (depth === 0 && /^\\q?quad$/.test(token)) {
      parts.push('');
      continue;
    }
    if (token === '{' || token === '\\begin' || token === '\\left') depth++;
    if (token === '}' || token === '\\end' || token === '\\right') depth--;
    parts[parts.length - 1] += token;
  }
  const formulas = parts.map((part) => part.trim()).filter((part) => part !== '');
  return formulas.length > 0 ? formulas : [tex];
}
