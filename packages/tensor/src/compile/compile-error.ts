/** Why a function cannot become a graph, with the operation, the line of the caller and the way out. */
export class CompileError extends Error {
  override readonly name = 'CompileError';

  /**
   * @param problem what was found, as the end of a sentence that starts with the place
   * @param remedy what to do about it
   */
  constructor(problem: string, remedy: string, options?: ErrorOptions & { readonly line?: string }) {
    super(`compile: ${options?.line ?? callerLine()}: ${problem}. ${remedy}`, options);
  }
}

const INSIDE = /[\\/](@tensorflow|tfjs-core|tfjs-node)[\\/]|\(?node:|<anonymous>/;
const OWN_URL = import.meta.url.replace(/^file:\/\//, '').replace(/[^/]*$/, '');
// A stack has the folder of this file as part of a URL, where a space is %20, or as a plain path.
const OWN_FOLDERS = [OWN_URL, decodeURI(OWN_URL)];

/** The place in the user's code, or in a library above this one, that led here: 'file:line:column'. */
export function callerLine(): string {
  const before = Error.stackTraceLimit;
  // The way from a user's line through TensorFlow.js is longer than the ten frames that an error keeps by default.
  Error.stackTraceLimit = 100;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = before;
  const frames = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  const outside = frames.find((frame) => !INSIDE.test(frame) && !OWN_FOLDERS.some((folder) => frame.includes(folder)));
  return (
    outside
      ?.trim()
      .replace(/^at (.*\()?(async )?(file:\/\/)?/, '')
      .replace(/\)$/, '') ?? 'an unknown line'
  );
}
