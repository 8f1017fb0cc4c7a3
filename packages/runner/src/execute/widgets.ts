import type { JsonObject } from '@atlas/schemas';
import { objectAt, textAt } from '../json.js';
import type { Message } from '../wire/message.js';

interface WidgetModel {
  readonly state: Record<string, unknown>;
  readonly buffers: Map<string, JsonObject>;
}

const target = 'jupyter.widget';
/** The state of widgets is kept to show them again; beyond this they are no state but data. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Follows the state of interactive widgets, so that the executed notebook can show them as they were. Other
 * conversations that a kernel opens have no partner here and are closed, as the protocol asks.
 */
export class Widgets {
  readonly #models = new Map<string, WidgetModel>();
  readonly #close: (commId: string) => void;
  #bytes = 0;

  constructor(close: (commId: string) => void) {
    this.#close = close;
  }

  handle(message: Message): void {
    const id = textAt(message.content, 'comm_id');
    if (id === undefined) return;
    if (message.type === 'comm_open' && textAt(message.content, 'target_name') !== target) this.#close(id);
    else if (message.type === 'comm_close') this.#models.delete(id);
    else if (message.type === 'comm_open') this.#update(id, message, { state: {}, buffers: new Map() });
    else this.#update(id, message, this.#models.get(id));
  }

  /** The notebook's `metadata.widgets`; undefined where there are none. */
  metadata(): JsonObject | undefined {
    if (this.#models.size === 0) return undefined;
    const state = Object.fromEntries([...this.#models].map(([id, model]) => [id, stored(model)]));
    return { 'application/vnd.jupyter.widget-state+json': { version_major: 2, version_minor: 0, state } };
  }

  #update(id: string, message: Message, model: WidgetModel | undefined): void {
    const data = objectAt(message.content, 'data');
    const changes = objectAt(data, 'state');
    this.#bytes += message.bytes;
    if (model === undefined || this.#bytes > mostBytes) return;
    // The state is a text-keyed record of any JSON; a changed value replaces the old one as a whole.
    for (const [name, value] of Object.entries(changes)) model.state[name] = value;
    const paths = Array.isArray(data['buffer_paths']) ? data['buffer_paths'] : [];
    message.buffers.forEach((buffer, index) => {
      const path: unknown = paths[index];
      if (!Array.isArray(path)) return;
      model.buffers.set(JSON.stringify(path), {
        encoding: 'base64',
        path: path.map(String),
        data: Buffer.from(buffer).toString('base64'),
      });
    });
    this.#models.set(id, model);
  }
}

function stored({ state, buffers }: WidgetModel): JsonObject {
  const model: JsonObject = {
    model_name: text(state['_model_name']),
    model_module: text(state['_model_module']),
    model_module_version: text(state['_model_module_version']),
    state: { ...state } as JsonObject,
  };
  return buffers.size === 0 ? model : { ...model, buffers: [...buffers.values()] };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
