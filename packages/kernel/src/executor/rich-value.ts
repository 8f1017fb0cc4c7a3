import { inspect } from 'node:util';
import type { RichValue } from '../link/messages.js';
import { encode } from './display.js';
import { asTensor, tensorHtml, tensorText } from './tensor.js';

type Hook = (this: unknown) => unknown;

/** Methods that return one representation, in the names that Jupyter kernels of other languages use. */
const singleHooks: Readonly<Record<string, string>> = {
  _repr_html_: 'text/html',
  _repr_markdown_: 'text/markdown',
  _repr_latex_: 'text/latex',
  _repr_svg_: 'image/svg+xml',
  _repr_png_: 'image/png',
  _repr_jpeg_: 'image/jpeg',
  _repr_json_: 'application/json',
};
/** Methods that return a whole MIME bundle. */
const bundleHooks: readonly (string | symbol)[] = [Symbol.for('Jupyter.display'), 'toDisplay', '_repr_mimebundle_'];

/**
 * How a notebook shows a value: by its own display method when it has one, as a table of statistics when it is a
 * tensor, and always as text.
 */
export async function richValue(value: unknown): Promise<RichValue> {
  try {
    const own = await ownRepresentation(value);
    if (own) return { data: { 'text/plain': asText(value), ...own }, metadata: {} };
    const tensor = asTensor(value);
    if (tensor) return { data: { 'text/plain': tensorText(tensor), 'text/html': tensorHtml(tensor) }, metadata: {} };
  } catch (error) {
    process.stderr.write(`The value's own display failed, so it is shown as text: ${String(error)}\n`);
  }
  return { data: { 'text/plain': asText(value) }, metadata: {} };
}

async function ownRepresentation(value: unknown): Promise<Record<string, unknown> | undefined> {
  for (const name of bundleHooks) {
    const hook = hookOf(value, name);
    if (!hook) continue;
    const bundle: unknown = await hook.call(value);
    if (typeof bundle !== 'object' || bundle === null) {
      throw new TypeError(`${String(name)} must return an object of MIME types, found ${inspect(bundle)}`);
    }
    return encodeAll(bundle);
  }
  const single: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(singleHooks)) {
    const hook = hookOf(value, name);
    if (hook) single[type] = await hook.call(value);
  }
  return Object.keys(single).length > 0 ? encodeAll(single) : undefined;
}

function hookOf(value: unknown, name: string | symbol): Hook | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  const hook: unknown = Reflect.get(value, name);
  return typeof hook === 'function' ? (hook as Hook) : undefined;
}

function encodeAll(bundle: object): Record<string, unknown> {
  const present = Object.entries(bundle).filter(([, content]) => content !== undefined && content !== null);
  return Object.fromEntries(present.map(([type, content]) => [type, encode(content)]));
}

function asText(value: unknown): string {
  try {
    return inspect(value);
  } catch (error) {
    return `a value that cannot be shown: ${String(error)}`;
  }
}
