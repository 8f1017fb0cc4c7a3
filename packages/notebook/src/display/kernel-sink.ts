import { createRequire } from 'node:module';
import { type Output, type Sink } from './sink.js';

/** The message that tslab's display functions hand to its kernel. */
type DisplayMessage = {
  data: { [mimeType: string]: unknown };
  metadata: { [name: string]: unknown };
  transient: { display_id?: string };
};
type WriteDisplay = (message: DisplayMessage, update: boolean) => void;

const require = createRequire(import.meta.url);

/**
 * tslab's own way out of the kernel, or `undefined` outside one. `tslab.display.raw` sends one MIME type per output;
 * this is the function it calls, and it takes a whole bundle, so that a chart and its table are one output.
 * Only a tslab that is already loaded counts: a plain script must not load a kernel by showing a table.
 */
function kernelWriter(): WriteDisplay | undefined {
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

/** Sends outputs to the kernel in which the cell runs; in a plain script it prints their text. */
export const kernelSink: Sink = (output) => {
  const write = kernelWriter();
  if (write === undefined) {
    printText(output);
    return;
  }
  const transient = output.displayId === undefined ? {} : { display_id: output.displayId };
  write({ data: output.data, metadata: output.metadata ?? {}, transient }, output.update === true);
};
