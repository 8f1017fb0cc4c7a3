import { type Output } from '../display/sink.js';
import { StudyError } from '../study-error.js';

/** Text in Markdown. @throws StudyError if it is empty. */
export function markdownOutput(text: string): Output {
  if (text.trim() === '') throw new StudyError('show.markdown needs some text, found none');
  return { data: { 'text/markdown': text, 'text/plain': text } };
}

/** A formula in LaTeX, without dollar signs, set on a line of its own. @throws StudyError if it is empty or has them. */
export function formulaOutput(latex: string): Output {
  const formula = latex.trim();
  if (formula === '') throw new StudyError('show.formula needs a formula in LaTeX, found none');
  if (formula.includes('$'))
    throw new StudyError(`show.formula adds the dollar signs itself, found them in ${formula}`);
  const displayed = `$$${formula}$$`;
  return { data: { 'text/latex': displayed, 'text/markdown': displayed, 'text/plain': formula } };
}
