import { formatNumber } from '../../text/format.js';
import { html, type Html } from '../../text/html.js';
import { bars, weightCell } from '../weight-cell.js';
import { type AttentionSteps } from './choice.js';

/** Distance of two numbers in the picture of a vector. */
const pitch = 20;

/** The matrix of weights: who looks (rows) at whom (columns). With scripts the words of the rows are buttons. */
export function weightTable({ words, weights }: AttentionSteps, chosen: number, interactive: boolean): Html {
  const name = (word: string, index: number): Html =>
    interactive
      ? html`<button type="button" data-word="${index}" aria-pressed="${String(index === chosen)}">${word}</button>`
      : html`${word}`;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Attention weights">
    <table class="attention">
      <caption>
        How much each word (row) looks at each word (column)
      </caption>
      <thead>
        <tr>
          <td></td>
          ${words.map((word) => html`<th scope="col"><span>${word}</span></th>`)}
        </tr>
      </thead>
      <tbody>
        ${words.map((word, row) => html`<tr${row === chosen ? html` class="chosen"` : null}><th scope="row">${name(word, row)}</th>${(weights[row] ?? []).map(weightCell)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** The five steps for one word. */
export function stepList(steps: AttentionSteps, chosen: number): Html {
  const { words, vectors, queries, keys, values, scores, weights, outputs } = steps;
  const word = words[chosen] ?? '';
  const strips = (rows: number[][]): Html =>
    html`<div class="strips">
      ${words.map((each, index) => html`<span>${each}</span>${strip(rows[index] ?? [])}`)}
    </div>`;
  return html`<ol class="steps">
    <li>
      <h2>Each word becomes a vector</h2>
      ${strips(vectors)}
    </li>
    <li>
      <h2>The query of “${word}” meets the keys</h2>
      <div class="strips"><span>query</span>${strip(queries[chosen] ?? [])}</div>
      ${strips(keys)}
    </li>
    <li>
      <h2>Scores: how alike they are</h2>
      ${bars(words, scores[chosen] ?? [], 2)}
    </li>
    <li>
      <h2>The softmax makes weights of them</h2>
      ${bars(words, weights[chosen] ?? [], 2)}
      <p class="most">${strongest(words, weights[chosen] ?? [], chosen)}</p>
    </li>
    <li>
      <h2>The weighted sum of the values</h2>
      ${strips(values)}
      <div class="strips sum"><span>output</span>${strip(outputs[chosen] ?? [])}</div>
    </li>
  </ol>`;
}

function strongest(words: readonly string[], weights: readonly number[], chosen: number): Html {
  const best = weights.indexOf(Math.max(...weights));
  const share = formatNumber((weights[best] ?? 0) * 100, 0);
  const equal = weights.every((weight) => Math.abs(weight - (weights[0] ?? 0)) < 1e-6);
  if (equal) return html`“${words[chosen] ?? ''}” looks at every word alike.`;
  const whom = best === chosen ? 'itself' : `“${words[best] ?? ''}”`;
  return html`“${words[chosen] ?? ''}” looks most at ${whom}: ${share} %.`;
}

/** A vector as a row of cells: the height of the bar is the size of the number, its side the sign. */
function strip(vector: readonly number[]): Html {
  const largest = 2.5;
  const bar = (value: number, index: number): Html => {
    const height = (Math.min(largest, Math.abs(value)) / largest) * 14;
    return html`<rect
      x="${index * pitch + 1}"
      y="${(value > 0 ? 15 - height : 15).toFixed(1)}"
      width="${pitch - 3}"
      height="${height.toFixed(1)}"
      class="${value > 0 ? 'plus' : 'minus'}"
    />`;
  };
  const label = vector.map((value) => formatNumber(value, 1)).join(', ');
  return html`<svg
    class="strip"
    viewBox="0 0 ${vector.length * pitch} 30"
    width="${vector.length * pitch}"
    height="30"
    role="img"
    aria-label="${label}"
  >
    <line x1="0" x2="${vector.length * pitch}" y1="15" y2="15" />
    ${vector.map(bar)}
  </svg>`;
}
