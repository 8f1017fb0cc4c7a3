import { formatNumber } from '../../text/format.js';
import { html, joined, type Html } from '../../text/html.js';
import { bars } from '../weight-cell.js';
import { type DigitLook, type GateLook, type GateRow, type GlimpseLook } from './looks.js';
import { type Stroke } from './strokes.js';

/** Strokes as lines of a field of 100 by 100. */
export function strokeLines(strokes: readonly Stroke[]): Html {
  const points = (stroke: Stroke): string => {
    const written = stroke.map(([x, y]) => `${round(x * 100)},${round(y * 100)}`);
    return (written.length === 1 ? [...written, ...written] : written).join(' ');
  };
  return html`${strokes.map((stroke) => html`<polyline points="${points(stroke)}" />`)}`;
}

/** What a network made of a picture; `picture` is the picture as it gets it. */
export function lookFigure(look: DigitLook, picture: Html, side: number): Html {
  const what = look.kind === 'gates' ? gateBlocks(look) : null;
  return html`<div class="seen">
    <div class="looking small">
      ${picture}${look.kind === 'glimpses' ? html`<div class="overlays">${glimpses(look, side)}</div>` : null}
    </div>
    <div>${answer(look)}</div>
    ${look.kind === 'glimpses' ? html`<p class="note">${glimpseWords(look, side)}</p>` : null}${what}
  </div>`;
}

function answer({ answer: chances, classes }: DigitLook): Html {
  const best = chances.indexOf(Math.max(...chances));
  const share = formatNumber((chances[best] ?? 0) * 100, 0);
  return html`<p class="most" data-answer="${chances.join(' ')}">It reads ${classes[best] ?? ''} (${share} %).</p>
    ${bars(classes, chances, 2)}`;
}

/** Squares of the patches, numbered in the order of the looks. */
function glimpses({ path, sides }: GlimpseLook, side: number): Html {
  const line = path.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
  const square = ({ x, y }: { x: number; y: number }, size: number): Html =>
    html`<rect x="${round(x - size / 2)}" y="${round(y - size / 2)}" width="${size}" height="${size}" />`;
  return html`<svg class="path glimpses" viewBox="0 0 ${side} ${side}" aria-hidden="true">
    <polyline points="${line}" />
    ${path.map(
      (place, index) =>
        html`<g class="${index === path.length - 1 ? 'last' : 'earlier'}"
          >${(index === path.length - 1 ? sides : sides.slice(0, 1)).map((size) => square(place, size))}<text
            x="${round(place.x)}"
            y="${round(place.y + 1.4)}"
            text-anchor="middle"
          >
            ${index + 1}
          </text></g
        >`,
    )}
  </svg>`;
}

function glimpseWords({ path }: GlimpseLook, side: number): Html {
  const share = (value: number): string => `${Math.round((100 * value) / side)} %`;
  const places = path.map(
    ({ x, y }, index) =>
      html`<span data-x="${x}" data-y="${y}">${index + 1}: ${share(x)} from the left, ${share(y)} from the top</span>`,
  );
  return html`It looks at ${joined(places, '; ')}.`;
}

function gateBlocks({ blocks }: GateLook): Html {
  return html`<div class="gates">
    <p class="note">One cell for each channel: empty is closed (0), full colour is open (1).</p>
    ${blocks.map(
      ({ place, rows }) =>
        html`<p class="part-name">${place}</p>
          ${rows.map((row) => gateStrip(row, place))}`,
    )}
  </div>`;
}

/** Gates as a row of cells: closed ones are light, open ones are dark. */
function gateStrip({ name, values }: GateRow, place: string): Html {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const words = `${name}: ${formatNumber(low, 2)} to ${formatNumber(high, 2)}, mean ${formatNumber(mean, 2)}`;
  return html`<div class="gate-row" data-gates="${values.map((value) => value.toFixed(6)).join(' ')}">
    <svg
      viewBox="0 0 ${values.length} 1"
      preserveAspectRatio="none"
      width="320"
      height="18"
      role="img"
      aria-label="${place}, ${values.length} ${words}"
    >
      ${values.map((value, index) => html`<rect x="${index}" y="0" width="1" height="1" fill-opacity="${Math.min(1, Math.max(0, value)).toFixed(3)}" />`)}
    </svg>
    <span>${words}</span>
  </div>`;
}

const round = (value: number): number => Math.round(value * 100) / 100;
