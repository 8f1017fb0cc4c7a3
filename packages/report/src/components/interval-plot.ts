import { numberText } from '@atlas/schemas';
import { html, type Html } from '../text/html.js';
import { type Region } from './region.js';

/** One line of a plot: an estimate with its 95 % interval. The control is drawn hollow. */
export type PlotRow = { label: string; estimate: number; interval?: readonly [number, number]; hollow?: boolean };

const [width, rowHeight, left, right] = [268, 22, 70, 10];

/**
 * Where the measured interval and the control lie, and where the rule wants them. The numbers stand beside the plot as
 * text; the plot shows their relation.
 */
export function intervalPlot(rows: readonly PlotRow[], region: Region | undefined): Html | null {
  const numbers = [
    ...rows.flatMap(({ estimate, interval }) => [estimate, ...(interval ?? [])]),
    ...[region?.low, region?.high].filter((value) => value !== undefined),
  ].filter(Number.isFinite);
  if (rows.length === 0 || numbers.length === 0) return null;
  const [low, high] = domain(numbers);
  const x = (value: number): number =>
    round(left + ((clamp(value, low, high) - low) / (high - low)) * (width - left - right));
  const height = rows.length * rowHeight + 22;
  const bottom = height - 20;
  const ticks = [region?.low, region?.high, low < 0 && high > 0 ? 0 : undefined].filter((value) => value !== undefined);
  return html`<svg
    class="interval-plot"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${describe(rows)}"
  >
    ${region === undefined ? null : html`<rect class="wanted" x="${x(region.low ?? low)}" y="2" width="${round(x(region.high ?? high) - x(region.low ?? low))}" height="${bottom - 2}" />`}
    ${distinct(ticks).map((tick) => html`<line class="${tick === 0 ? 'zero' : 'limit'}" x1="${x(tick)}" x2="${x(tick)}" y1="2" y2="${bottom}" />`)}
    ${labels(distinct(ticks), x).map(({ tick, at, anchor }) => html`<text class="tick" x="${at}" y="${height - 5}" text-anchor="${anchor}">${numberText(tick)}</text>`)}
    ${rows.map((row, index) => plotRow(row, 2 + index * rowHeight + rowHeight / 2, x))}
  </svg>`;
}

function plotRow({ label, estimate, interval, hollow }: PlotRow, y: number, x: (value: number) => number): Html {
  return html`<g class="${hollow === true ? 'row hollow' : 'row'}"
    ><text x="0" y="${y + 4}">${label}</text>${
      interval === undefined
        ? null
        : html`<line class="interval" x1="${x(interval[0])}" x2="${x(interval[1])}" y1="${y}" y2="${y}" />`
    }<circle cx="${x(estimate)}" cy="${y}" r="4.5"
  /></g>`;
}

/** All numbers with a twelfth of room on both sides; a single number gets room of its own size. */
function domain(numbers: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const room = (high - low) / 12 || Math.abs(low) / 2 || 1;
  return [low - room, high + room];
}

/** Labels of ticks that would overlap are left out, zero first. */
function labels(
  ticks: readonly number[],
  x: (value: number) => number,
): { tick: number; at: number; anchor: string }[] {
  const placed: { tick: number; at: number; anchor: string }[] = [];
  for (const tick of [...ticks].sort((a, b) => Number(a === 0) - Number(b === 0))) {
    const at = x(tick);
    if (placed.every((other) => Math.abs(other.at - at) > 44))
      placed.push({ tick, at, anchor: at > width - 30 ? 'end' : 'middle' });
  }
  return placed;
}

function describe(rows: readonly PlotRow[]): string {
  return rows
    .map(
      ({ label, estimate, interval }) =>
        `${label} ${numberText(estimate)}${interval ? `, ${numberText(interval[0])} to ${numberText(interval[1])}` : ''}`,
    )
    .join('; ');
}

const distinct = (values: readonly number[]): number[] => [...new Set(values)];
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const round = (value: number): number => Math.round(value * 10) / 10;
