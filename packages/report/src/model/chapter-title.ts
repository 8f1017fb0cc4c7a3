import { joinText } from '@atlas/schemas';
import { type ChapterData } from '../read/report-data.js';

/** The first heading of the notebook, else the contract's title, else the name of the file. */
export function chapterTitle(chapter: ChapterData): string {
  for (const cell of chapter.notebook.cells) {
    if (cell.cell_type !== 'markdown') continue;
    const heading = /^#\s+(.+)$/m.exec(joinText(cell.source))?.[1]?.trim();
    if (heading !== undefined) return heading.replace(/\s*#*$/, '');
  }
  return chapter.contract?.title ?? chapter.name;
}

/** The number that the file name begins with, without leading zeros; undefined where there is none. */
export function chapterNumber(chapter: ChapterData): string | undefined {
  return /^0*(\d+)-/.exec(chapter.name)?.[1];
}
