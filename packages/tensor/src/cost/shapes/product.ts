import * as tf from '@tensorflow/tfjs-core';
import { sameRule, withAttributes, type ShapeRule, type ShapeRules } from './rule.js';

const matrixProduct = withAttributes<tf.BatchMatMulAttrs>(({ a, b }, { transposeA, transposeB }) => {
  const rows = a!.shape.at(transposeA ? -1 : -2)!;
  const columns = b!.shape.at(transposeB ? -2 : -1)!;
  const [inner, found] = [a!.shape.at(transposeA ? -2 : -1), b!.shape.at(transposeB ? -1 : -2)];
  if (inner !== found) throw new RangeError(`matMul: expected ${inner} rows of the second matrix, found ${found}.`);
  const batch = tf.backend_util.assertAndGetBroadcastShape(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
  return { shape: [...batch, rows, columns], dtype: tf.upcastType(a!.dtype, b!.dtype) };
});

function convolution(depthwise: boolean): ShapeRule {
  return withAttributes<tf.Conv2DAttrs>(({ x, filter }, { strides, pad, dilations, dimRoundingMode }) => {
    const { outShape } = tf.backend_util.computeConv2DInfo(
      x!.shape as [number, number, number, number],
      filter!.shape as [number, number, number, number],
      strides,
      dilations,
      pad,
      dimRoundingMode,
      depthwise,
    );
    return { shape: outShape, dtype: x!.dtype };
  });
}

/** Products of matrices and convolutions, channels last. */
export const productRules: ShapeRules = {
  ...sameRule([tf.BatchMatMul, tf._FusedMatMul], matrixProduct),
  ...sameRule([tf.Conv2D, tf.FusedConv2D], convolution(false)),
  ...sameRule([tf.DepthwiseConv2dNative, tf.FusedDepthwiseConv2D], convolution(true)),
  [tf.Conv3D]: withAttributes<tf.Conv3DAttrs>(({ x, filter }, { strides, pad, dilations }) => {
    const { outShape } = tf.backend_util.computeConv3DInfo(
      x!.shape as [number, number, number, number, number],
      filter!.shape as [number, number, number, number, number],
      strides,
      dilations,
      pad,
    );
    return { shape: outShape, dtype: x!.dtype };
  }),
  [tf.Conv2DBackpropInput]: withAttributes<tf.Conv2DBackpropInputAttrs>(({ dy }, { inputShape }) => ({
    shape: inputShape,
    dtype: dy!.dtype,
  })),
};
