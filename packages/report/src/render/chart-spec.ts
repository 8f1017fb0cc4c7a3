import { type JsonObject, type JsonValue } from '@atlas/schemas';
import { fitAxes, titleLines } from './chart-axes.js';

/** A chart as a notebook gave it: a vega-lite specification, not yet trusted. */
export type ChartSpec = JsonObject;

/** Widths of the two drawings of a chart: the text column, and the narrowest phone. */
export const widths = { wide: 664, narrow: 328 };

const largestSequence = 10_000;
const sequentialSchemes =
  /^(blues|greens|greys|oranges|purples|reds|viridis|magma|inferno|plasma|cividis|turbo|teals|browns|warmgreys|tealblues|bluegreen|lightgreyteal|goldgreen|yellow.*)(-\d)?$/;
const divergingSchemes =
  /^(redblue|blueorange|brownbluegreen|purplegreen|pinkyellowgreen|purpleorange|redgrey|redyellow.*|spectral)(-\d)?$/;

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Visits every object of a specification except the data themselves. */
function visit(value: JsonValue, action: (object: JsonObject) => void): void {
  if (Array.isArray(value)) value.forEach((item) => visit(item, action));
  if (!isObject(value)) return;
  action(value);
  for (const [key, child] of Object.entries(value)) {
    if (key !== 'values' && key !== 'datasets' && child !== undefined) visit(child, action);
  }
}

/**
 * Why a chart is refused, or undefined where it is not: data from elsewhere would make the page load from other hosts,
 * links could run code, and an endless sequence would never be drawn.
 */
export function refusal(spec: ChartSpec): string | undefined {
  let reason: string | undefined;
  visit(spec, (object) => {
    if (typeof object['url'] === 'string' || isObject(object['url']))
      reason = 'it asks for data or pictures from an address; give the values in the chart';
    if (isObject(object['bind']) && JSON.stringify(object['bind']).includes('"element"'))
      reason = 'it puts controls into other places of the page';
    if ('href' in object) reason = 'it contains links';
    const sequence = object['sequence'];
    if (isObject(sequence) && countSteps(sequence) > largestSequence)
      reason = `it generates more than ${largestSequence} values`;
  });
  return reason;
}

function countSteps(sequence: JsonObject): number {
  const [start, stop, step] = [sequence['start'] ?? 0, sequence['stop'] ?? 0, sequence['step'] ?? 1].map(Number);
  const count = Math.abs((stop ?? 0) - (start ?? 0)) / Math.abs(step ?? 1);
  return Number.isFinite(count) ? count : Number.POSITIVE_INFINITY;
}

/** The title of a chart as text; it is set by the page, where it can wrap. */
export function chartTitle(spec: ChartSpec): string | undefined {
  const title = isObject(spec['title']) ? spec['title']['text'] : spec['title'];
  if (Array.isArray(title)) return title.map(String).join(' ');
  return typeof title === 'string' && title !== '' ? title : undefined;
}

/** The text alternative of a chart. */
export function chartDescription(spec: ChartSpec): string | undefined {
  return typeof spec['description'] === 'string' && spec['description'] !== '' ? spec['description'] : undefined;
}

/** The specification for one column width: no title, the site's colour ranges, side by side only where there is room. */
export function fitSpec(spec: ChartSpec, width: number, narrow: boolean): ChartSpec {
  const copy = structuredClone(spec);
  delete copy['title'];
  delete copy['$schema'];
  delete copy['config'];
  delete copy['background'];
  visit(copy, useSiteScheme);
  visit(copy, (object) => {
    if (isObject(object['encoding'])) fitAxes(object['encoding'], titleLines[narrow ? 'narrow' : 'wide']);
  });
  setWidth(copy, width, narrow);
  return copy;
}

/** Named colour schemes are replaced by the site's ranges, which exist in light and dark. */
function useSiteScheme(object: JsonObject): void {
  const scheme = isObject(object['scheme']) ? object['scheme']['name'] : object['scheme'];
  if (typeof scheme !== 'string') return;
  if (sequentialSchemes.test(scheme)) object['range'] = 'ramp';
  else if (divergingSchemes.test(scheme)) object['range'] = 'diverging';
  else return;
  delete object['scheme'];
}

function setWidth(view: JsonObject, width: number, narrow: boolean): void {
  const row = view['hconcat'];
  if (Array.isArray(row) && narrow) {
    view['vconcat'] = row;
    delete view['hconcat'];
  }
  const stacked = view['vconcat'] ?? view['concat'];
  if (Array.isArray(stacked)) {
    if (narrow && 'concat' in view) view['columns'] = 1;
    stacked.forEach((part) => isObject(part) && (narrow || 'vconcat' in view) && setWidth(part, width - 70, narrow));
    return;
  }
  if (Array.isArray(view['hconcat']) || 'repeat' in view || 'facet' in view) {
    if (narrow && !Array.isArray(view['hconcat'])) view['columns'] = 1;
    return;
  }
  const fixed = typeof view['width'] === 'number' ? view['width'] : width;
  if (isObject(view['width'])) return;
  view['width'] = Math.min(fixed, width);
  view['autosize'] = { type: 'fit-x', contains: 'padding' };
}

/** The rows that a chart draws, for its data table: every inline data set, in the order of the specification. */
export function chartData(spec: ChartSpec): JsonObject[][] {
  const found: JsonObject[][] = [];
  const add = (values: JsonValue | undefined): void => {
    if (!Array.isArray(values) || values.length === 0) return;
    found.push(values.map((value) => (isObject(value) ? value : { value })));
  };
  visit(spec, (object) => {
    if (isObject(object['data'])) add(object['data']['values']);
    if (isObject(object['datasets'])) Object.values(object['datasets']).forEach(add);
  });
  return found;
}
