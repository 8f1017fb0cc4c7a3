import { type MechanismData, type PrintedCost } from '../model/mechanism-data.js';
import { renderTable } from '../render/table.js';
import { formatNumber, wordsOf } from '../text/format.js';
import { html, type Html } from '../text/html.js';

/** What papers print for whole networks. */
function printedTable(printed: readonly PrintedCost[]): Html | null {
  if (printed.length === 0) return null;
  const units = { M: 'million', Mi: '× 2²⁰', G: 'thousand million' };
  const rows = printed.map(({ paper, where, network, quantity, value, unit, confidence }) => ({
    source: confidence === 'printed' ? `${paper}, ${where}` : `${paper}, ${where} (not verified)`,
    network,
    what: quantity === 'params' ? 'parameters' : 'multiply-accumulates',
    printed: `${value} ${units[unit]}`,
  }));
  const columns = ['source', 'network', 'what', 'printed'];
  return renderTable(rows, 'Networks with it, as papers print them', { columns });
}

/** Size and cost of a mechanism: counted at its published configuration, and as papers print it. */
export function costSection({ publishedConfig, cost, parameters, printed }: MechanismData): Html {
  const settings = Object.entries(publishedConfig).filter(([, value]) => typeof value !== 'object');
  return html`<section>
    <h2 id="cost">Size and cost</h2>
    <dl class="facts">
      <dt>Published configuration</dt>
      <dd>
        ${settings.length === 0 ? 'nothing to choose' : settings.map(([name, value]) => `${wordsOf(name)} ${String(value)}`).join(', ')}
      </dd>
      ${
        cost === undefined
          ? null
          : html`<dt>Parameters</dt>
              <dd><span class="number">${formatNumber(cost.parameters, 0)}</span></dd>`
      }
      ${
        cost === undefined
          ? null
          : html`<dt>Multiply-accumulates</dt>
              <dd>
                <span class="number">${formatNumber(cost.operations, 0)}</span> for an input of ${cost.inputs}: making
                the weights takes <span class="number">${formatNumber(cost.ofWeights, 0)}</span>, applying them
                <span class="number">${formatNumber(cost.ofApplying, 0)}</span>${
                  cost.ofWeights + cost.ofApplying > cost.operations ? '; what both need is in each of them' : null
                }
              </dd>`
      }
    </dl>
    ${
      parameters === undefined || Object.keys(parameters).length === 0
        ? null
        : html`<details class="code-fold">
            <summary>Shapes of the parameters</summary>
            <ul>
              ${Object.entries(parameters).map(([name, sizes]) => html`<li><code>${name}</code> [${sizes.join(', ')}]</li>`)}
            </ul>
          </details>`
    }
    ${printedTable(printed)}
  </section>`;
}
