import { createRequire } from 'node:module';
import { type Output, type Sink } from './sink.js';

/** The message that tslab's display functions hand to its kernel. */
type DisplayMessage = {
  data: { [mimeType: string]: unknown };
  metadata: { [name: string]: unknown };
  transient: { display_id?: string };
};
type WriteDisplay = (message: DisplayMessage, update: boolean) => void;

type ShowBundle = (data: Output['data'], options: Omit<Output, 'data'>) => void;

/** What the project's kernel offers to libraries in a cell. */
function ownKernel(): ShowBundle | undefined {
  const cell: unknown = Reflect.get(globalThis, Symbol.for('jupyter.cell'));
  if (typeof cell !== 'object' || cell === null || !('display' in cell)) return undefined;
  return typeof cell.display === 'function' ? (cell.display as ShowBundle) : undefined;
}

const require = createRequire(import.meta.url);

/**
 * tslab's own way out of a cell, or `undefined` outside of tslab. `tslab.display.raw` sends one MIME type per output;
 * this is the function it calls, and it takes a whole bundle, so that a chart and its table are one output.
 * Only a tslab that is already loaded counts: a plain script must not load a kernel by showing a table.
 */
function tslabWriter(): WriteDisplay | undefined {
  let file: string;
  try {
    file = require.resolve('tslab/dist/jupyter.js');
  } catch {
    return undefined;
  }
  const loaded: unknown = require.cache[file]?.exports;
  if (typeof loaded !== 'object' || loaded === null || !('lastWriteDisplayData' in loaded)) return undefined;
  const write = loaded.lastWriteDisplayData;
  return typeof write === 'function' ? (write as WriteDisplay) : undefined;
}

function printText(output: Output): void {
  if (output.update === true) return;
  const text = output.data['text/plain'];
  if (typeof text === 'string' && text !== '') process.stdout.write(`${text}\n`);
}

/**
 * Sends outputs to the kernel in which the cell runs: the project's own, or a stock tslab. In a plain script it prints
 * their text.
 */
export const kernelSink: Sink = (output) => {
  const own = ownKernel();
  if (own !== undefined) {
    const { data, ...options } = output;
    own(data, options);
    return;
  }
  const write = tslabWriter();
  if (write === undefined) {
    printText(output);
    return;
  }
  const transient = output.displayId === undefined ? {} : { display_id: output.displayId };
  write({ data: output.data, metadata: output.metadata ?? {}, transient }, output.update === true);
};
