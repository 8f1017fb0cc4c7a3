const minus = '\u2212';

/** A number for a reader: a real minus sign, thin groups of thousands, at most `decimals` places (default: three significant). */
export function formatNumber(value: number, decimals?: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : `${minus}∞`;
  const places = decimals ?? placesFor(value);
  const text = writerOf(decimals ?? 0, places).format(Math.abs(value));
  return isNegativeText(value, text) ? minus + text : text;
}

const writers = new Map<string, Intl.NumberFormat>();

/** Making one takes far longer than using it, and a site holds many thousands of numbers. */
function writerOf(minimumFractionDigits: number, maximumFractionDigits: number): Intl.NumberFormat {
  const key = `${minimumFractionDigits} ${maximumFractionDigits}`;
  const known = writers.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat('en-GB', { minimumFractionDigits, maximumFractionDigits });
  writers.set(key, made);
  return made;
}

/** The same with a plus sign before positive numbers, for differences. */
export function formatSigned(value: number, decimals?: number): string {
  const text = formatNumber(value, decimals);
  return value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}

function placesFor(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || Number.isInteger(value)) return 0;
  return Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(magnitude))));
}

function isNegativeText(value: number, text: string): boolean {
  return value < 0 && /[1-9∞]/.test(text);
}

/** `lower to upper` in brackets, both ends with the same number of places. */
export function formatInterval(lower: number, upper: number, decimals?: number): string {
  return `[${formatNumber(lower, decimals)}, ${formatNumber(upper, decimals)}]`;
}

/** Bytes in the decimal units that file managers use. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1e6) return `${formatNumber(bytes / 1e3, bytes < 1e4 ? 1 : 0)} kB`;
  return `${formatNumber(bytes / 1e6, 1)} MB`;
}

/** A duration in the unit that keeps it short. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${formatNumber(seconds * 1000, 0)} ms`;
  if (seconds < 90) return `${formatNumber(seconds, seconds < 10 ? 1 : 0)} s`;
  return `${formatNumber(seconds / 60, seconds < 600 ? 1 : 0)} min`;
}

const dayWriter = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthWriter = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** The day of an ISO 8601 instant, in words. */
export function formatDay(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return dayWriter.format(date);
}

/** Month and year of a date; a year alone stays a year. */
export function formatMonth(date: string): string {
  if (/^\d{4}$/.test(date)) return date;
  const day = new Date(date);
  if (Number.isNaN(day.getTime())) return date;
  return monthWriter.format(day);
}

/** A text in which numbers have a real minus sign; hyphens of words, dates and ranges stay. */
export function withMinus(text: string): string {
  return text.replace(/(?<![^\s([,:;])-(?=\d)/g, minus);
}

/** The words of a name in code: `errorRate` is "error rate". Names with spaces or signs are words already. */
export function wordsOf(name: string): string {
  return /^[a-z]+(?:[A-Z][a-z]+)+$/.test(name) ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : name;
}

/** "1 claim", "2 claims". */
export function plural(count: number, singular: string, many = `${singular}s`): string {
  return `${formatNumber(count, 0)} ${count === 1 ? singular : many}`;
}

/** A fragment identifier: lower case letters, digits and hyphens. */
export function slug(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-');
  return words.replace(/^-+|-+$/g, '') || 'section';
}
