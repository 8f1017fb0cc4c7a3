import { advanceWidths } from './chart-advance-widths.js';

/** What vega says about a text that it wants to place, as far as its width depends on it. */
export type TextItem = { fontSize?: number; fontWeight?: string | number; limit?: number };

/** Vega's own size of type where a chart names none. */
const usualSize = 11;

/** For characters that another font has to supply, in thousandths of the size: wider than most letters. */
const elsewhere = 650;

const isBold = (weight: string | number | undefined): boolean =>
  weight === 'bold' || weight === 'bolder' || Number(weight) >= 600;

/**
 * The width of a text in pixels in the site's typeface, at most the limit at which vega cuts it. Where there is no
 * canvas vega takes eight tenths of the size for each character, nearly twice the truth, and cuts what would fit.
 */
export function textWidth(item: TextItem, text: unknown): number {
  const widths = advanceWidths[isBold(item.fontWeight) ? 'bold' : 'regular'];
  let thousandths = 0;
  for (const character of String(text ?? '').trim()) thousandths += widths[character] ?? elsewhere;
  const width = (thousandths * (item.fontSize ?? usualSize)) / 1000;
  return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width;
}
