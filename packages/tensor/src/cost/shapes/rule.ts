import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** A tensor without its values. */
export interface Described {
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** The shapes that a kernel of TensorFlow.js gives for the shapes it gets. Inputs without names have their numbers. */
export type ShapeRule = (
  inputs: Readonly<Record<string, TensorInfo>>,
  attributes: Readonly<Record<string, unknown>>,
) => Described | readonly Described[];

export type ShapeRules = Readonly<Record<string, ShapeRule>>;

/** A rule with the attribute type that TensorFlow.js declares for its kernel. */
export function withAttributes<Attributes>(
  compute: (inputs: Parameters<ShapeRule>[0], attributes: Attributes) => ReturnType<ShapeRule>,
): ShapeRule {
  return (inputs, attributes) => compute(inputs, attributes as unknown as Attributes);
}

/** The same rule for several kernels. */
export function sameRule(kernels: readonly string[], rule: ShapeRule): ShapeRules {
  return Object.fromEntries(kernels.map((kernel) => [kernel, rule]));
}
