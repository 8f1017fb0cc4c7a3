import { slug } from '../text/format.js';

/** Fragment identifiers of one page: every heading, cell and claim gets its own. */
export class Anchors {
  readonly #taken = new Set<string>();

  /** An identifier made from `text`, with a number where it is taken. */
  claim(text: string): string {
    const base = slug(text);
    let id = base;
    for (let number = 2; this.#taken.has(id); number++) id = `${base}-${number}`;
    this.#taken.add(id);
    return id;
  }

  /** Keeps `id` for something that must have exactly this identifier. */
  reserve(id: string): void {
    this.#taken.add(id);
  }
}
