import type { JsonObject, MimeBundle } from '@atlas/schemas';

/** An output that a later `update_display_data` may change. */
export interface Display {
  data: MimeBundle;
  metadata: JsonObject;
}

/** The displays of a run by display id, over all cells: an update changes every earlier output with its id. */
export class Displays {
  readonly #byId = new Map<string, Set<Display>>();

  add(id: string, display: Display): void {
    const known = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, known.add(display));
  }

  /** A display that was cleared from the notebook is not updated any more. */
  forget(display: Display): void {
    for (const known of this.#byId.values()) known.delete(display);
  }

  /** Updates every display with the id; an unknown id changes nothing. */
  update(id: string, data: MimeBundle, metadata: JsonObject): void {
    for (const display of this.#byId.get(id) ?? []) {
      display.data = data;
      display.metadata = metadata;
    }
  }
}
