import { widths, type ChartSpec } from './chart-spec.js';
import { drawChart, nothingKnown, type DrawnChart } from './chart-svg.js';

/** A chart for both widths of a page. */
export type ChartDrawings = { wide: DrawnChart; narrow: DrawnChart };

/** @throws Error where the specification is not valid */
export async function drawBoth(spec: ChartSpec): Promise<ChartDrawings> {
  const known = nothingKnown();
  const wide = await drawChart(spec, widths.wide, false, known);
  return { wide, narrow: await drawChart(spec, widths.narrow, true, known) };
}
