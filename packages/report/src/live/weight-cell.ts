import { formatNumber } from '../text/format.js';
import { html, type Html } from '../text/html.js';

/** Shades of a weight in the style sheet: `shade-0` to `shade-20`. */
const shades = 20;

/** A weight between 0 and 1 as a cell of a table: shade and number. */
export function weightCell(weight: number): Html {
  return html`<td class="shade-${Math.round(weight * shades)}" data-value="${weight}">${formatNumber(weight, 2)}</td>`;
}

/** Numbers as bars beside their names, the largest as long as the place allows. */
export function bars(names: readonly string[], numbers: readonly number[], decimals: number): Html {
  const largest = Math.max(...numbers.map(Math.abs), 1e-9);
  const row = (name: string, value: number): Html => {
    const width = (Math.abs(value) / largest) * 150;
    return html`<span>${name}</span
      ><svg class="bar" viewBox="0 0 150 14" width="150" height="14" aria-hidden="true">
        <rect x="0" y="2" width="${width.toFixed(1)}" height="10" class="${value < 0 ? 'minus' : 'plus'}" /></svg
      ><span class="number">${formatNumber(value, decimals)}</span>`;
  };
  return html`<div class="bars">${names.map((name, index) => row(name, numbers[index] ?? 0))}</div>`;
}
