import { hasTag, type ChapterCell } from '../model/chapter-cells.js';
import { highlight } from '../render/code.js';
import { plural } from '../text/format.js';
import { html, joined, type Html } from '../text/html.js';

/** Cells longer than this show their beginning and a button for the rest. */
const linesShown = 6;

/** Calls that record or show something; a cell without one only prepares what others use. */
const makesSomething = /\.(claim|result|check|chart|table|heatmap|image|markdown|formula)\(/;

/** Code is secondary: preparation is folded to its names, the rest shows its beginning. */
export function sourceBlock(cell: ChapterCell, showsSomething: boolean): Html {
  const source = cell.source.replace(/\s+$/, '');
  const lines = source.split('\n').length;
  const block = html`<pre
    class="code"
    tabindex="0"
    role="group"
    aria-label="Code"
  ><code>${highlight(source)}</code></pre>`;
  if (hasTag(cell.cell, 'remove-input') || source === '') return html``;
  const isSetup = /^import\b/m.test(source) && !makesSomething.test(source);
  const prepares = !showsSomething && !makesSomething.test(source);
  if (
    hasTag(cell.cell, 'hide-input') ||
    hasTag(cell.cell, 'parameters') ||
    isSetup ||
    (prepares && lines > linesShown)
  ) {
    const word = hasTag(cell.cell, 'parameters') ? 'Parameters' : isSetup ? 'Setup' : codeWords(source);
    return html`<details class="code-fold">
      <summary>${word}, ${plural(lines, 'line')}</summary>
      ${block}
    </details>`;
  }
  if (lines <= linesShown + 1) return html`<div class="code-block">${block}</div>`;
  return html`<div class="code-block long" data-fold>
    ${block}<button type="button" class="needs-script unfold" aria-expanded="false">All ${lines} lines</button>
  </div>`;
}

/** "Code" with the names that it defines. */
function codeWords(source: string): Html {
  const names = [...source.matchAll(/^(?:async )?(?:function|const|let|class|type) (\w+)/gm)].map(([, name]) => name);
  const shown = names.slice(0, 3).map((name) => html`<code>${name}</code>`);
  if (names.length > 3) shown.push(html`…`);
  return shown.length === 0 ? html`Code` : html`Code of ${joined(shown, ', ')}`;
}
