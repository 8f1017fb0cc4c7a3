import type { MimeBundle } from '../protocol/message.js';
import { writeEvent } from './frame-writer.js';
import { outputOwner } from './owner.js';

/**
 * What cells and libraries find under `globalThis[Symbol.for('jupyter.cell')]`: the outputs that `tslab.display` has
 * no function for.
 */
export interface CellDisplay {
  /** Shows one output in several MIME types. With `update`, replaces every output with that `displayId`. */
  display(
    data: MimeBundle,
    options?: { metadata?: Record<string, unknown>; displayId?: string; update?: boolean },
  ): void;
  /** Clears the output of the cell, now or when the next output comes. */
  clearOutput(wait?: boolean): void;
}

/** The message that tslab's display functions hand to their kernel. */
interface TslabDisplay {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly transient?: { readonly display_id?: string | undefined } | null;
}

function show({ data, metadata, transient }: TslabDisplay, update: boolean): void {
  const encoded = Object.fromEntries(Object.entries(data).map(([type, value]) => [type, encode(value)]));
  const id = transient?.display_id;
  writeEvent(outputOwner(), {
    type: 'display',
    content: { data: encoded, metadata: metadata ?? {}, transient: id === undefined ? {} : { display_id: id } },
    update,
  });
}

/** Bytes travel as base64, as in every Jupyter message. */
export function encode(value: unknown): unknown {
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
    : value;
}

/** Connects `import { display } from 'tslab'` and the global of this kernel with the notebook. */
export function connectDisplay(jupyter: { lastWriteDisplayData: unknown }): void {
  jupyter.lastWriteDisplayData = (message: TslabDisplay, update?: boolean) => show(message, update === true);
  const cell: CellDisplay = {
    display: (data, { metadata = {}, displayId, update = false } = {}) =>
      show({ data, metadata, transient: { display_id: displayId } }, update),
    clearOutput: (wait = false) => writeEvent(outputOwner(), { type: 'clear', wait }),
  };
  Object.defineProperty(globalThis, Symbol.for('jupyter.cell'), { value: Object.freeze(cell) });
}
