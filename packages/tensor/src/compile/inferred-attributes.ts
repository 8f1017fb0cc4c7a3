import type { NativeAttribute, NativeBinding } from '../native/binding.js';

/**
 * Types that TensorFlow infers from the inputs when it runs an operation at once, and that a graph must state: the
 * attribute and the input that gives it. TensorFlow.js leaves out exactly these.
 */
const INFERRED: Readonly<Record<string, readonly (readonly [attribute: string, input: number])[]>> = {
  ExpandDims: [['T', 0]],
};

/** The attributes with the missing types filled in. */
export function completeAttributes(
  binding: NativeBinding,
  operation: string,
  attributes: readonly NativeAttribute[],
  inputTypes: readonly number[],
): readonly NativeAttribute[] {
  const missing = (INFERRED[operation] ?? []).filter(([name]) => attributes.every((given) => given.name !== name));
  if (missing.length === 0) return attributes;
  const inferred = missing.map(([name, input]) => ({ name, type: binding.TF_ATTR_TYPE, value: inputTypes[input]! }));
  return [...attributes, ...inferred];
}
