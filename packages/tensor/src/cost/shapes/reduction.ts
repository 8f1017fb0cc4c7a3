import * as tf from '@tensorflow/tfjs-core';
import { sameRule, withAttributes, type ShapeRule, type ShapeRules } from './rule.js';

/** Kernels that take several values along some axes together. */
export const reductionRules: ShapeRules = {
  [tf.Max]: withAttributes<tf.MaxAttrs>((inputs, { reductionIndices, keepDims }) =>
    over((dtype) => dtype)(inputs, { axis: reductionIndices, keepDims }),
  ),
  [tf.Min]: over((dtype) => dtype),
  [tf.Mean]: over(() => 'float32'),
  // Sums and products of truth values count them.
  ...sameRule(
    [tf.Sum, tf.Prod],
    over((dtype) => (dtype === 'bool' ? 'int32' : dtype)),
  ),
  ...sameRule(
    [tf.All, tf.Any],
    over(() => 'bool'),
  ),
  ...sameRule(
    [tf.ArgMax, tf.ArgMin],
    withAttributes<{ axis: number }>(({ x }, { axis }) => {
      const reduced = tf.util.parseAxisParam(axis, x!.shape);
      return { shape: x!.shape.filter((_, index) => !reduced.includes(index)), dtype: 'int32' };
    }),
  ),
  ...sameRule([tf.Cumsum, tf.Cumprod], ({ x }) => x!),
  ...sameRule([tf.Softmax, tf.LogSoftmax], ({ logits }) => logits!),
  [tf.TopK]: withAttributes<tf.TopKAttrs>(({ x }, { k }) => {
    const shape = [...x!.shape.slice(0, -1), k];
    return [
      { shape, dtype: x!.dtype },
      { shape, dtype: 'int32' },
    ];
  }),
};

function over(dtypeOf: (dtype: tf.DataType) => tf.DataType): ShapeRule {
  return withAttributes<tf.SumAttrs>(({ x }, { axis, keepDims }) => {
    const reduced = tf.util.parseAxisParam(axis, x!.shape);
    const shape = keepDims
      ? x!.shape.map((size, index) => (reduced.includes(index) ? 1 : size))
      : x!.shape.filter((_, index) => !reduced.includes(index));
    return { shape, dtype: dtypeOf(x!.dtype) };
  });
}
