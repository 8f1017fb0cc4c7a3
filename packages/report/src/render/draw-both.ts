import { widths, type ChartSpec } from './chart-spec.js';
import { drawChart, type DrawnChart } from './chart-svg.js';

/** A chart for both widths of a page. */
export type ChartDrawings = { wide: DrawnChart; narrow: DrawnChart };

/** @throws Error where the specification is not valid */
export async function drawBoth(spec: ChartSpec): Promise<ChartDrawings> {
  return { wide: await drawChart(spec, widths.wide, false), narrow: await drawChart(spec, widths.narrow, true) };
}
