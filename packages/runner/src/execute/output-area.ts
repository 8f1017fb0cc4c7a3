import type { ErrorOutput, JsonObject, MimeBundle, Output } from '@atlas/schemas';
import { objectAt, textAt, textsAt } from '../json.js';
import type { Message } from '../wire/message.js';
import type { Display, Displays } from './displays.js';
import { byteText, type OutputBudget } from './limits.js';
import { readBundle, readMetadata } from './mime.js';
import { TerminalText } from './terminal.js';

type StreamName = 'stdout' | 'stderr';
type Stored =
  | { readonly kind: 'stream'; readonly name: StreamName; readonly text: TerminalText }
  | { readonly kind: 'display'; readonly display: Display; readonly executionCount?: number | null }
  | { readonly kind: 'error'; readonly error: ErrorOutput };

export type KeepData = (data: MimeBundle, metadata: JsonObject) => MimeBundle;

/** The outputs of one cell, kept as its messages arrive, by the rules of the protocol. */
export class OutputArea {
  executionCount: number | null = null;
  /** Why nothing more is kept; undefined while the cell is within its limits. */
  exceeded: string | undefined;
  readonly #budget: OutputBudget;
  readonly #displays: Displays;
  readonly #keep: KeepData;
  #stored: Stored[] = [];
  #bytes = 0;
  #messages = 0;
  #clearAtNext = false;

  /** `keep` may replace the data of a display before it is stored. */
  constructor(budget: OutputBudget, displays: Displays, keep: KeepData = (data) => data) {
    this.#budget = budget;
    this.#displays = displays;
    this.#keep = keep;
  }

  /** The first error that the kernel reported for this cell. */
  get error(): ErrorOutput | undefined {
    for (const stored of this.#stored) if (stored.kind === 'error') return stored.error;
    return undefined;
  }

  /** The text that the cell wrote to one of its streams. */
  streamText(name: StreamName): string {
    return this.#stored
      .map((stored) => (stored.kind === 'stream' && stored.name === name ? stored.text.toString() : ''))
      .join('');
  }

  /** Takes a message in. Messages that are no output are ignored. Returns true where it was an output. */
  handle(message: Message): boolean {
    const { type, content } = message;
    if (type === 'execute_input' || type === 'execute_result')
      this.executionCount = countOf(content) ?? this.executionCount;
    if (!outputTypes.has(type)) return false;
    if (!this.#admit(message)) return true;
    if (type === 'clear_output') this.#clear(content['wait'] === true);
    else if (type === 'update_display_data') this.#update(content);
    else {
      if (this.#clearAtNext) this.#clear(false);
      this.#store(type, message);
    }
    return true;
  }

  /** Adds an error that the kernel did not send as such. */
  addError(error: ErrorOutput): void {
    this.#stored.push({ kind: 'error', error });
  }

  /** Replaces the text of the last stream with this name by something shorter, or removes the stream. */
  cutStream(name: StreamName, kept: string): void {
    const index = this.#stored.findLastIndex((stored) => stored.kind === 'stream' && stored.name === name);
    if (index < 0) return;
    const text = new TerminalText();
    text.write(kept);
    this.#stored.splice(index, 1, ...(kept === '' ? [] : [{ kind: 'stream' as const, name, text }]));
  }

  /** The outputs as nbformat stores them. */
  outputs(): Output[] {
    const outputs = this.#stored.map(toOutput);
    if (this.exceeded !== undefined) {
      outputs.push({
        output_type: 'stream',
        name: 'stderr',
        text: `[${this.exceeded}; what came after is not kept]\n`,
      });
    }
    return outputs;
  }

  #admit(message: Message): boolean {
    if (this.exceeded !== undefined) return false;
    const { cellBytes, cellMessages, runBytes } = this.#budget.limits;
    this.#messages += 1;
    this.#bytes += message.bytes;
    this.#budget.bytes += message.bytes;
    if (message.oversize) this.exceeded = `output limit exceeded: one message of ${byteText(message.bytes)}`;
    else if (this.#messages > cellMessages)
      this.exceeded = `output limit exceeded: more than ${cellMessages} messages from this cell`;
    else if (this.#bytes > cellBytes)
      this.exceeded = `output limit exceeded: more than ${byteText(cellBytes)} from this cell`;
    else if (this.#budget.bytes > runBytes)
      this.exceeded = `output limit exceeded: more than ${byteText(runBytes)} from this notebook`;
    return this.exceeded === undefined;
  }

  #clear(wait: boolean): void {
    this.#clearAtNext = wait;
    if (wait) return;
    for (const stored of this.#stored) if (stored.kind === 'display') this.#displays.forget(stored.display);
    this.#stored = [];
    this.#release(this.#bytes);
  }

  #release(bytes: number): void {
    this.#budget.bytes -= bytes;
    this.#bytes -= bytes;
  }

  #update(content: Message['content']): void {
    const id = displayId(content);
    if (id !== undefined) this.#displays.update(id, readBundle(content), readMetadata(content));
  }

  #store(type: string, { content, bytes }: Message): void {
    if (type === 'stream') this.#stream(content);
    else if (type === 'error') this.addError(readError(content));
    else {
      const metadata = readMetadata(content);
      const sent = readBundle(content);
      const data = this.#keep(sent, metadata);
      // What was kept elsewhere takes no room here.
      if (data !== sent) this.#release(bytes);
      const display: Display = { data, metadata };
      const id = displayId(content);
      if (id !== undefined) this.#displays.add(id, display);
      const count = type === 'execute_result' ? { executionCount: this.executionCount } : {};
      this.#stored.push({ kind: 'display', display, ...count });
    }
  }

  /** Only streams that follow each other are joined, so that text never moves across a figure. */
  #stream(content: Message['content']): void {
    const name: StreamName = content['name'] === 'stderr' ? 'stderr' : 'stdout';
    const last = this.#stored.at(-1);
    const text = textAt(content, 'text') ?? '';
    if (last?.kind === 'stream' && last.name === name) last.text.write(text);
    else {
      const fresh = new TerminalText();
      fresh.write(text);
      this.#stored.push({ kind: 'stream', name, text: fresh });
    }
  }
}

const outputTypes = new Set([
  'stream',
  'display_data',
  'execute_result',
  'error',
  'clear_output',
  'update_display_data',
]);

function toOutput(stored: Stored): Output {
  if (stored.kind === 'stream') return { output_type: 'stream', name: stored.name, text: stored.text.toString() };
  if (stored.kind === 'error') return stored.error;
  const { data, metadata } = stored.display;
  if (stored.executionCount === undefined) return { output_type: 'display_data', data, metadata };
  return { output_type: 'execute_result', execution_count: stored.executionCount, data, metadata };
}

function readError(content: Message['content']): ErrorOutput {
  return {
    output_type: 'error',
    ename: textAt(content, 'ename') ?? '',
    evalue: textAt(content, 'evalue') ?? '',
    traceback: textsAt(content, 'traceback'),
  };
}

function countOf(content: Message['content']): number | undefined {
  const count = content['execution_count'];
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}

function displayId(content: Message['content']): string | undefined {
  return textAt(objectAt(content, 'transient'), 'display_id');
}
