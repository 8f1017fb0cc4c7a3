import { inspect } from 'node:util';
import type { Diagnostic } from 'tslab/dist/converter.js';
import type { CellPosition, ErrorReport } from '../link/messages.js';
import { withPlainNames } from './cell-names.js';
import { cellFramesOf, scriptOf } from './stack-frames.js';

export const interruptedReport: ErrorReport = {
  ename: 'Interrupted',
  evalue: 'The cell was interrupted.',
  traceback: ['Interrupted: The cell was interrupted.'],
};

/** Describes whatever a cell has thrown, with the line of the cell and its neighbours. */
export function describeThrown(thrown: unknown): ErrorReport {
  const { ename, evalue } = nameAndMessage(thrown);
  removeDecoration(thrown);
  const frame = cellFramesOf(thrown)[0];
  const position: CellPosition | undefined = frame && { file: frame.file, line: frame.line, column: frame.column };
  const traceback = [...(position ? excerpt(position) : []), ...inspectSafely(thrown, `${ename}: ${evalue}`)];
  return { ename, evalue, traceback, ...(position ? { position } : {}) };
}

/** Describes what the compiler refuses in a cell. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[], label: string): ErrorReport {
  const described = diagnostics.map((diagnostic) => {
    const position = {
      file: diagnostic.fileName ?? label,
      line: diagnostic.start.line + 1,
      column: diagnostic.start.character + 1,
    };
    const text = `${position.file}:${position.line}:${position.column} - error TS${diagnostic.code}: ${diagnostic.messageText}`;
    const length = diagnostic.end.line === diagnostic.start.line ? diagnostic.end.offset - diagnostic.start.offset : 1;
    return { position, text, lines: [text, ...excerpt(position, length).slice(1)] };
  });
  const first = described[0];
  return {
    ename: 'CompileError',
    evalue: first?.text ?? 'The compiler reported no reason.',
    traceback: described.flatMap(({ lines }) => lines),
    ...(first ? { position: first.position } : {}),
  };
}

/** Node puts the line of the compiled JavaScript before the stack; the excerpt shows the line that was written. */
function removeDecoration(thrown: unknown): void {
  try {
    if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return;
    const start = thrown.stack.indexOf(Error.prototype.toString.call(thrown));
    if (start > 0) thrown.stack = thrown.stack.slice(start);
  } catch {
    // An error that cannot be read is described without its stack.
  }
}

function nameAndMessage(thrown: unknown): { ename: string; evalue: string } {
  if (thrown instanceof Error) {
    try {
      return { ename: String(thrown.name || thrown.constructor.name), evalue: withPlainNames(String(thrown.message)) };
    } catch {
      return { ename: 'Error', evalue: 'its name or message cannot be read' };
    }
  }
  // JavaScript throws anything: throw 'text' has neither a name nor a stack.
  const [text = ''] = inspectSafely(thrown, 'a value that cannot be shown');
  return { ename: 'Thrown', evalue: `${text} (not an Error, so there is no stack)` };
}

function inspectSafely(thrown: unknown, fallback: string): string[] {
  try {
    return withPlainNames(inspect(thrown, { depth: 4 })).split('\n');
  } catch {
    return [fallback];
  }
}

/** The place, the line with its neighbours, and a mark under the column. */
function excerpt({ file, line, column }: CellPosition, length = 1): string[] {
  const source = scriptOf(file)?.source.split('\n');
  if (!source || line > source.length) return [];
  const first = Math.max(1, line - 2);
  const last = Math.min(source.length, line + 1);
  const width = String(last).length;
  const lines = [`${file}:${line}:${column}`];
  for (let number = first; number <= last; number++) {
    const mark = number === line ? '>' : ' ';
    lines.push(`${mark} ${String(number).padStart(width)} | ${source[number - 1]}`);
    if (number === line)
      lines.push(`  ${' '.repeat(width)} | ${' '.repeat(column - 1)}${'^'.repeat(Math.max(1, length))}`);
  }
  return [...lines, ''];
}
