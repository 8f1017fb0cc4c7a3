const escape = '\u001b';
const plain = new RegExp(`^[^\\r\\b${escape}]*$`);
const token = new RegExp(`${escape}\\[[0-9;]*[A-Za-z]|[\\s\\S]`, 'gu');
const begunEscape = new RegExp(`^${escape}(\\[[0-9;]*)?$`);
const clearToEnd = [`${escape}[K`, `${escape}[0K`];

/**
 * The text of a stream as a terminal would show it, one line deep: a carriage return goes back to the start of the line
 * and what follows overwrites, a backspace goes back by one character (not beyond the line), and `ESC [ K` clears to
 * the end of the line. Colours take no room and stay with the character they precede. Lines above are never changed.
 */
export class TerminalText {
  readonly #lines: string[] = [];
  /** The line being written. In most streams nothing ever goes back, and the text alone is enough. */
  #tail = '';
  #cells: string[] | undefined;
  #column = 0;
  /** Colours seen since the last character. */
  #style = '';
  /** The start of an escape sequence whose rest is in the next message. */
  #unfinished = '';

  write(added: string): void {
    const text = this.#unfinished + added;
    const cut = unfinishedEscape(text);
    this.#unfinished = text.slice(cut);
    const whole = text.slice(0, cut);
    if (this.#cells === undefined && plain.test(whole)) this.#append(whole);
    else for (const line of whole.split(/(?<=\n)/)) this.#writeLine(line);
  }

  toString(): string {
    return this.#lines.join('') + (this.#cells?.join('') ?? this.#tail) + this.#style + this.#unfinished;
  }

  #writeLine(line: string): void {
    if (this.#cells === undefined && plain.test(line)) this.#append(line);
    else for (const [part] of line.matchAll(token)) this.#put(part);
  }

  #append(text: string): void {
    const end = text.lastIndexOf('\n') + 1;
    if (end === 0) {
      this.#tail += text;
      return;
    }
    this.#lines.push(this.#tail + text.slice(0, end));
    this.#tail = text.slice(end);
  }

  #put(part: string): void {
    this.#cells ??= this.#openLine();
    const cells = this.#cells;
    if (part === '\n') {
      this.#lines.push(`${cells.join('')}${this.#style}\n`);
      this.#tail = '';
      this.#style = '';
      this.#cells = undefined;
    } else if (part === '\r') this.#column = 0;
    else if (part === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (clearToEnd.includes(part)) cells.length = Math.min(cells.length, this.#column);
    else if (part.startsWith(`${escape}[`)) this.#style += part;
    else {
      cells[this.#column] = this.#style + part;
      this.#column += 1;
      this.#style = '';
    }
  }

  #openLine(): string[] {
    const cells = [...this.#tail.matchAll(token)].map(([part]) => part);
    this.#column = cells.length;
    return cells;
  }
}

/** Where an escape sequence begins that the end of the text cuts off; the length of the text if there is none. */
function unfinishedEscape(text: string): number {
  const start = text.lastIndexOf(escape);
  if (start < 0 || text.length - start > 32) return text.length;
  return begunEscape.test(text.slice(start)) ? start : text.length;
}
