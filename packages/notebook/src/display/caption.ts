import { StudyError } from '../study-error.js';

/** What every picture and chart must say in words. */
export type Caption = {
  /** The finding, in a sentence: "RNNenc-dec loses 41 BLEU between 10 and 30 words". */
  title: string;
  /** What a reader who cannot see the picture needs to know. */
  alt: string;
};

/** @throws StudyError if the title or the alternative text is missing or blank. */
export function requireCaption(what: string, caption: Partial<Caption> | undefined): Caption {
  const title = caption?.title?.trim() ?? '';
  const alt = caption?.alt?.trim() ?? '';
  if (title === '') throw new StudyError(`${what} needs a "title": one sentence that says what it shows`);
  if (alt === '') throw new StudyError(`${what} "${title}" needs an "alt": what it shows, for who cannot see it`);
  return { title, alt };
}
