/** One thing that is wrong in a document, said so that its author can mend it. */
export type Problem = {
  /** JSON pointer to the place; empty for the whole document. */
  pointer: string;
  /** What was expected and what was found, in plain English. */
  message: string;
  /** Id of the notebook cell that produced the value, where known. */
  cell?: string;
};

/** One line for a person: `/results/accuracy (cell 3f2a): must be a number, found "0.9"`. */
export function formatProblem(problem: Problem): string {
  const place = problem.pointer === '' ? 'the document' : problem.pointer;
  const cell = problem.cell === undefined ? '' : ` (cell ${problem.cell})`;
  return `${place}${cell}: ${problem.message}`;
}

/** Thrown where a document must be valid to go on; holds every problem found, not only the first. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';

  constructor(
    readonly what: string,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
    super(`${what} has ${count}:\n${problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')}`);
  }
}
