import { kernelSink } from '../display/kernel-sink.js';
import { type Sink } from '../display/sink.js';
import { type ChartOptions, chartOutput } from './chart.js';
import { type HeatmapOptions, heatmapOutput } from './heatmap.js';
import { type ImageOptions, imageOutput } from './image.js';
import { type Picture } from './pixels.js';
import { type TableOptions, tableOutput } from './table.js';
import { tensorOutput, type TensorOptions } from './tensor.js';
import { type TensorLike } from './tensor-like.js';
import { formulaOutput, markdownOutput } from './words.js';

/** Ways to show something below a cell. */
export type Show = {
  /** A vega-lite chart. Its title says the finding; its data are shown as a table too. */
  chart(spec: object, options: ChartOptions): void;
  /** Rows of named values. */
  table(rows: readonly object[], options?: TableOptions): void;
  /** A picture of shape [height, width] or [height, width, channels], as PNG. */
  image(picture: Picture, options: ImageOptions): void;
  /** A matrix of weights with a word at every row and column. */
  heatmap(values: unknown, options: HeatmapOptions): void;
  markdown(text: string): void;
  /** A formula in LaTeX, without dollar signs. */
  formula(latex: string): void;
  /** A tensor's type, shape, statistics and first values. */
  tensor(tensor: TensorLike, options?: TensorOptions): void;
};

/** The same helpers for another place than the kernel; tests collect the outputs. */
export function createShow(sink: Sink): Show {
  return {
    chart: (spec, options) => sink(chartOutput(spec, options)),
    table: (rows, options) => sink(tableOutput(rows, options)),
    image: (picture, options) => sink(imageOutput(picture, options)),
    heatmap: (values, options) => sink(heatmapOutput(values, options)),
    markdown: (text) => sink(markdownOutput(text)),
    formula: (latex) => sink(formulaOutput(latex)),
    tensor: (tensor, options) => sink(tensorOutput(tensor, options)),
  };
}

/** Shows below the cell that runs. */
export const show: Show = createShow(kernelSink);
