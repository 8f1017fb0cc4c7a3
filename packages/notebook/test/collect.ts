import { type Output, type Sink } from '../src/display/sink.js';

/** A sink that keeps what it gets. */
export function collect(): { sink: Sink; outputs: Output[] } {
  const outputs: Output[] = [];
  return { sink: (output) => void outputs.push(output), outputs };
}

/** A MIME type of an output, as text. */
export function textOf(output: Output | undefined, type = 'text/plain'): string {
  const value = output?.data[type];
  if (typeof value !== 'string') throw new Error(`expected an output of ${type}, found ${JSON.stringify(output)}`);
  return value;
}
