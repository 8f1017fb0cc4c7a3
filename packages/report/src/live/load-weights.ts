import { loadScript } from '../browser/load-script.js';

declare global {
  interface Window {
    /** Files of weights in base64, by the path of their artifact. */
    atlasWeights?: { [path: string]: string };
  }
}

/** A trained network as its page names it. */
export type OfferedModel = { name: string; title: string; kind: string; path: string; script: string };

/** The networks that the page of a live part offers. */
export function offeredModels(part: string): OfferedModel[] {
  const place = document.querySelector<HTMLElement>(`[data-live="${part}"]`);
  return JSON.parse(place?.dataset['models'] ?? '[]') as OfferedModel[];
}

/** Loads the script that holds a file of weights, once, and gives the bytes of the file. */
export async function loadWeights({ script, path, title }: OfferedModel): Promise<Uint8Array> {
  await loadScript(script);
  const text = window.atlasWeights?.[path];
  if (text === undefined) throw new Error(`the weights of ${title} are not in ${script}`);
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
