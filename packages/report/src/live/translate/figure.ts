import { formatNumber } from '../../text/format.js';
import { html, joined, type Html } from '../../text/html.js';
import { weightCell } from '../weight-cell.js';
import { type Translation } from './sentence.js';

const endMark = '(end)';

/** What was written, and for each word of it where the network looked. */
export function translationFigure(translation: Translation, network: string): Html {
  const { source, written, unknown } = translation;
  if (source.length === 0) return html`<p>Type some words.</p>`;
  const unseen = unknown.map((place) => html`<strong>${source[place] ?? ''}</strong>`);
  return html`<p class="translation" lang="eo">${written.length === 0 ? '(nothing)' : written.join(' ')}</p>
    ${
      unseen.length === 0
        ? null
        : html`<p class="working">
            The network has never seen ${joined(unseen, ', ')}: it reads “unknown” instead. Below are words that it
            knows.
          </p>`
    }
    ${alignmentTable(translation, network)}`;
}

function alignmentTable({ source, written, weights }: Translation, network: string): Html {
  if (weights.length === 0)
    return html`<p>${network} keeps the whole sentence in one vector: there is nothing to look back at.</p>`;
  const [columns, rows] = [[...source, endMark], [...written, endMark].slice(0, weights.length)];
  const row = (word: string, index: number): Html =>
    html`<tr>
      <th scope="row" lang="eo">${word}</th>
      ${(weights[index] ?? []).map(weightCell)}
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Where the network looks">
      <table class="attention">
        <caption>
          How much each word written (row) looks at each word read (column)
        </caption>
        <thead>
          <tr>
            <td></td>
            ${columns.map((word) => html`<th scope="col">${word}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(row)}
        </tbody>
      </table>
    </div>
    <p class="most">${strongest(rows, columns, weights)}</p>`;
}

/** The sharpest look in words. */
function strongest(rows: readonly string[], columns: readonly string[], weights: readonly (readonly number[])[]): Html {
  const flat = weights
    .slice(0, Math.max(1, rows.length - 1))
    .flatMap((row, index) =>
      row.slice(0, -1).map((weight, column) => ({ weight, word: rows[index] ?? '', at: columns[column] ?? '' })),
    );
  const best = flat.reduce((most, each) => (each.weight > most.weight ? each : most), { weight: 0, word: '', at: '' });
  if (flat.every(({ weight }) => Math.abs(weight - (flat[0]?.weight ?? 0)) < 1e-6))
    return html`Every word looks everywhere alike.`;
  return html`“${best.word}” looks sharpest: ${formatNumber(best.weight * 100, 0)} % at “${best.at}”.`;
}
