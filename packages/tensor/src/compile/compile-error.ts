/** Why a function cannot become a graph, with the operation, the line of the caller and the way out. */
export class CompileError extends Error {
  override readonly name = 'CompileError';

  /**
   * @param problem what was found, as the end of a sentence that starts with the place
   * @param remedy what to do about it
   */
  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`compile: ${callerLine()}: ${problem}. ${remedy}`, options);
  }
}

const INSIDE = /[\\/](@tensorflow|tfjs-core|tfjs-node)[\\/]|\(?node:|<anonymous>/;

/** The place in the user's code, or in a library above this one, that led here: 'file:line:column'. */
function callerLine(): string {
  const before = Error.stackTraceLimit;
  // The way from a user's line through TensorFlow.js is longer than the ten frames that an error keeps by default.
  Error.stackTraceLimit = 100;
  const stack = new Error().stack ?? '';
  Error.stackTraceLimit = before;
  const frames = stack.split('\n').filter((line) => line.trimStart().startsWith('at '));
  // The first frame is this function, so its folder is that of the recorder, written as in all other frames.
  const ownFolder = placeOf(frames[0] ?? '').replace(/[^/\\]*$/, '');
  const outside = frames.find((frame) => !INSIDE.test(frame) && !placeOf(frame).startsWith(ownFolder));
  return outside === undefined ? 'an unknown line' : placeOf(outside);
}

/** 'file:line:column' of a frame such as 'at name (file:line:column)'. */
function placeOf(frame: string): string {
  return frame
    .trim()
    .replace(/^at (.*\()?(async )?(file:\/\/)?/, '')
    .replace(/\)$/, '');
}
