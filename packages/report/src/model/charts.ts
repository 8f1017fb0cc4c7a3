import { type ChapterData } from '../read/report-data.js';
import { refusal, type ChartSpec } from '../render/chart-spec.js';
import { chartIn, isChart } from '../render/output.js';
import { chapterCells } from './chapter-cells.js';

/** Every chart that the pages of the chapters will show. */
export function chartsOf(chapters: readonly ChapterData[]): ChartSpec[] {
  const outputs = chapters.flatMap((chapter) =>
    chapterCells(chapter).cells.flatMap((cell) => [cell.outputs, ...cell.others.map((other) => other.outputs)].flat()),
  );
  const specs = outputs.filter(isChart).map(({ data }) => chartIn(data));
  return specs.filter((spec) => spec !== undefined && refusal(spec) === undefined) as ChartSpec[];
}
