import type { JsonObject } from '../protocol/message.js';

interface Entry {
  readonly line: number;
  readonly input: string;
  output: string | null;
}

const kept = 10_000;
/** This kernel keeps the history of its own run only. */
const session = 0;

/** What was executed and stored, and the answers to `history_request`. */
export class History {
  private entries: Entry[] = [];

  add(line: number, input: string): void {
    this.entries.push({ line, input, output: null });
    if (this.entries.length > kept) this.entries = this.entries.slice(-kept);
  }

  setOutput(line: number, output: string): void {
    const entry = this.entries.at(-1);
    if (entry?.line === line) entry.output = output;
  }

  /** Answers `tail`, `range` and `search` (a pattern with `*` and `?`). */
  answer(content: JsonObject): JsonObject {
    const found = this.select(content).map(({ line, input, output }) => [
      session,
      line,
      content['output'] === true ? [input, output] : input,
    ]);
    return { status: 'ok', history: found };
  }

  private select(content: JsonObject): readonly Entry[] {
    switch (content['hist_access_type']) {
      case 'tail':
        return last(this.entries, content['n']);
      case 'range':
        return this.range(content);
      case 'search':
        return last(this.search(content), content['n']);
      default:
        return [];
    }
  }

  private range(content: JsonObject): readonly Entry[] {
    const start = Number(content['start'] ?? 0);
    const stop = Number(content['stop'] ?? Number.POSITIVE_INFINITY);
    if (Number(content['session'] ?? session) !== session) return [];
    return this.entries.filter(({ line }) => line >= start && line < stop);
  }

  private search(content: JsonObject): readonly Entry[] {
    const pattern = globPattern(String(content['pattern'] ?? '*'));
    const matching = this.entries.filter(({ input }) => pattern.test(input));
    if (content['unique'] !== true) return matching;
    return matching.filter(({ input }, index) => matching.findLastIndex((other) => other.input === input) === index);
  }
}

function last(entries: readonly Entry[], count: unknown): readonly Entry[] {
  return typeof count === 'number' && count >= 0 ? entries.slice(Math.max(0, entries.length - count)) : entries;
}

function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[\\^$.+()[\]{}|]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '[^]*').replace(/\?/g, '[^]')}$`);
}
