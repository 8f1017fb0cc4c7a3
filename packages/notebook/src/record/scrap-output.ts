import { type JsonValue, type Scrap, type ScrapKind, scrapMimeType, scrapName } from '@atlas/schemas';
import { type Output } from '../display/sink.js';

/** What a person sees of a recorded value. */
export type Visible = { text: string; html?: string };

/** An output that carries a recorded value for tools and something to read for people. */
export function scrapOutput(kind: ScrapKind, name: string, data: JsonValue, visible: Visible): Output {
  const full = scrapName(kind, name);
  const scrap: Scrap = { name: full, data, encoder: 'json', version: 1 };
  const html = visible.html === undefined ? {} : { 'text/html': visible.html };
  return {
    data: { [scrapMimeType]: scrap, 'text/plain': visible.text, ...html },
    metadata: { scrapbook: { name: full, data: true, display: false } },
  };
}
