/** Thrown where a cell and its notebook's contract do not agree; says what was expected, found, and the way out. */
export class StudyError extends Error {
  override readonly name = 'StudyError';
}

/** `"accuracy", "loss"`, or what to say where there is none. */
export function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none so far' : names.map((name) => `"${name}"`).join(', ');
}
