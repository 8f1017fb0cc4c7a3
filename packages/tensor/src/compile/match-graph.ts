import type { Lookup } from './graph-lookup.js';

/** An operation with patterns of its inputs, or a name for whatever stands there. */
export type Pattern = string | { readonly operation: string; readonly inputs: readonly Pattern[] };

/** The pattern of an operation. */
export const of = (operation: string, ...inputs: readonly Pattern[]): Pattern => ({ operation, inputs });

/**
 * Looks whether a value is computed as a pattern says.
 * @returns the reference of each name; undefined where the graph differs, or one name would stand for two values
 */
export function matchGraph(pattern: Pattern, reference: string, lookup: Lookup): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  const matches = (wanted: Pattern, at: string): boolean => {
    if (typeof wanted === 'string') return (found[wanted] ??= at) === at;
    const node = lookup.nodeOf(at);
    return (
      node.operation === wanted.operation &&
      node.inputs.length === wanted.inputs.length &&
      wanted.inputs.every((input, place) => matches(input, node.inputs[place]!))
    );
  };
  return matches(pattern, reference) ? found : undefined;
}
