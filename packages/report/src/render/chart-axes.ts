import { type JsonObject, type JsonValue } from '@atlas/schemas';
import { textWidth } from './chart-text-width.js';

/** Longest lines of axis titles in pixels: longer ones than the axis itself would be cut at the edge of the drawing. */
export const titleLines = { wide: { x: 480, y: 220 }, narrow: { x: 170, y: 200 } };

const titleSize = 13;

/**
 * Whole numbers in full up to a hundred thousand, then with a prefix; small ones as decimals. Vega's own labels of such
 * axes choose one prefix for all: "0M", "0M", "10M", or "1.024k" and "200m" where 1,024 and 0.2 are meant.
 */
const plainNumber =
  "abs(datum.value) >= 100000 ? format(datum.value, '.3~s') : " +
  "abs(datum.value) >= 1000 ? format(datum.value, ',.0f') : format(datum.value, '.3~r')";

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Makes the axes of an encoding readable: labels that differ where their values do, titles no longer than the axis. */
export function fitAxes(encoding: JsonObject, lines: { x: number; y: number }): void {
  for (const side of ['x', 'y'] as const) {
    const channel = encoding[side];
    if (!isObject(channel)) continue;
    const { axis } = channel;
    wrapTitle(channel, lines[side]);
    if (!isObject(axis)) continue;
    wrapTitle(axis, lines[side]);
    relabel(axis);
  }
}

function relabel(axis: JsonObject): void {
  const { format } = axis;
  if (typeof format !== 'string' || 'labelExpr' in axis) return;
  if (/^[.\d]*~?s$/.test(format)) {
    // A logarithmic axis leaves the label of most of its ticks empty.
    axis['labelExpr'] = `datum.label === '' ? '' : ${plainNumber}`;
  }
  // As many places as tell the ticks apart, whatever the range of the data turns out to be.
  if (/^\.\d~?%$/.test(format)) axis['format'] = '%';
}

function wrapTitle(holder: JsonObject, longest: number): void {
  const { title } = holder;
  if (typeof title !== 'string' || widthOf(title) <= longest) return;
  const lines = [''];
  for (const word of title.split(' ')) {
    const line = lines.at(-1) ?? '';
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > longest) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  holder['title'] = lines;
}

const widthOf = (text: string): number => textWidth({ fontSize: titleSize }, text);
