import type { ErrorOutput } from '@atlas/schemas';

/** An error found in plain text, and the text before it. */
export interface RebuiltError {
  readonly error: ErrorOutput;
  readonly before: string;
}

const compileLine = /^(?:\S+ )?\d+:\d+ - (.*)$/;
const header = /^(?:Uncaught )?([A-Z][\w$.]*)(?: \[[^\]]*\])?(?:: (.*))?$/;
const frame = /^ {4}at /;

/**
 * The error of a kernel that sends no `error` message but only writes to standard error, as tslab does: type errors as
 * `1:5 - Type 'number' is not …`, thrown errors as their stack.
 */
export function rebuildError(text: string): RebuiltError {
  const lines = text.replace(/\n$/, '').split('\n');
  return compileErrors(lines) ?? stack(lines) ?? lastLines(lines);
}

function compileErrors(lines: readonly string[]): RebuiltError | undefined {
  const start = lines.findLastIndex((line) => !compileLine.test(line)) + 1;
  const message = compileLine.exec(lines[start] ?? '')?.[1];
  if (message === undefined) return undefined;
  return rebuilt('CompileError', message, lines, start);
}

function stack(lines: readonly string[]): RebuiltError | undefined {
  const lastFrame = lines.findLastIndex((line) => frame.test(line));
  if (lastFrame < 0) return undefined;
  let firstFrame = lastFrame;
  while (firstFrame > 0 && frame.test(lines[firstFrame - 1] ?? '')) firstFrame -= 1;
  // A message may have several lines: its header is the nearest line above that looks like one.
  const start = lines.slice(0, firstFrame).findLastIndex((line) => header.test(line));
  const [, name = 'Error', first = ''] = header.exec(lines[start] ?? '') ?? [];
  if (start < 0) return undefined;
  const message = [first, ...lines.slice(start + 1, firstFrame)].join('\n');
  return rebuilt(name, message, lines, start);
}

/** A thrown value that is no error leaves one line without a stack. */
function lastLines(lines: readonly string[]): RebuiltError {
  const start = lines.findLastIndex((line) => line.trim() !== '');
  if (start < 0) return { error: asOutput('Error', 'the kernel reported an error without a message', []), before: '' };
  return rebuilt('Error', lines[start] ?? '', lines, start);
}

function rebuilt(name: string, message: string, lines: readonly string[], start: number): RebuiltError {
  const before = lines.slice(0, start).map((line) => `${line}\n`);
  return { error: asOutput(name, message, lines.slice(start)), before: before.join('') };
}

function asOutput(ename: string, evalue: string, traceback: string[]): ErrorOutput {
  return { output_type: 'error', ename, evalue, traceback };
}
