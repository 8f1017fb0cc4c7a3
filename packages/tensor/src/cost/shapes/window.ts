import * as tf from '@tensorflow/tfjs-core';
import { sameRule, withAttributes, type ShapeRules } from './rule.js';

/** Kernels that slide a window over an image, or sample it on another grid. */
export const windowRules: ShapeRules = {
  ...sameRule(
    [tf.AvgPool, tf.MaxPool],
    withAttributes<tf.AvgPoolAttrs>(({ x }, { filterSize, strides, pad, dimRoundingMode }) => {
      const shape = x!.shape as [number, number, number, number];
      const { outShape } = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      return { shape: outShape, dtype: x!.dtype };
    }),
  ),
  ...sameRule(
    [tf.AvgPool3D, tf.MaxPool3D],
    withAttributes<tf.AvgPool3DAttrs>(({ x }, { filterSize, strides, pad, dimRoundingMode }) => {
      const shape = x!.shape as [number, number, number, number, number];
      const { outShape } = tf.backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      return { shape: outShape, dtype: x!.dtype };
    }),
  ),
  ...sameRule(
    [tf.ResizeBilinear, tf.ResizeNearestNeighbor],
    withAttributes<tf.ResizeBilinearAttrs>(({ images }, { size }) => ({
      shape: [images!.shape[0]!, ...size, images!.shape[3]!],
      dtype: 'float32',
    })),
  ),
  [tf.CropAndResize]: withAttributes<tf.CropAndResizeAttrs>(({ image, boxes }, { cropSize }) => ({
    shape: [boxes!.shape[0]!, ...cropSize, image!.shape[3]!],
    dtype: 'float32',
  })),
};
