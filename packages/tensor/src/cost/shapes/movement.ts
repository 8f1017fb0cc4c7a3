import * as tf from '@tensorflow/tfjs-core';
import { sameRule, withAttributes, type ShapeRules } from './rule.js';

const pad = withAttributes<Pick<tf.PadV2Attrs, 'paddings'>>(({ x }, { paddings }) => ({
  shape: x!.shape.map((size, axis) => size + paddings[axis]![0] + paddings[axis]![1]),
  dtype: x!.dtype,
}));

/** Kernels that make, move or select values without computing on them. */
export const movementRules: ShapeRules = {
  [tf.Reshape]: withAttributes<tf.ReshapeAttrs>(({ x }, { shape }) => ({
    shape: tf.util.inferFromImplicitShape(shape, tf.util.sizeFromShape(x!.shape)),
    dtype: x!.dtype,
  })),
  [tf.ExpandDims]: withAttributes<tf.ExpandDimsAttrs>(({ input }, { dim }) => {
    const at = dim < 0 ? input!.shape.length + dim + 1 : dim;
    return { shape: [...input!.shape.slice(0, at), 1, ...input!.shape.slice(at)], dtype: input!.dtype };
  }),
  [tf.Transpose]: withAttributes<tf.TransposeAttrs>(({ x }, { perm }) => ({
    shape: perm.map((axis) => x!.shape[axis]!),
    dtype: x!.dtype,
  })),
  [tf.Concat]: withAttributes<tf.ConcatAttrs>((named, { axis }) => {
    const inputs = Object.values(named);
    const [at] = tf.util.parseAxisParam(axis, inputs[0]!.shape);
    const shapes = inputs.map(({ shape }) => shape);
    tf.backend_util.assertParamsConsistent(shapes, at!);
    const sum = shapes.reduce((total, shape) => total + shape[at!]!, 0);
    return { shape: shapes[0]!.map((size, index) => (index === at ? sum : size)), dtype: inputs[0]!.dtype };
  }),
  [tf.Pack]: withAttributes<tf.PackAttrs>((named, { axis }) => {
    const inputs = Object.values(named);
    const { shape, dtype } = inputs[0]!;
    const at = axis < 0 ? shape.length + axis + 1 : axis;
    return { shape: [...shape.slice(0, at), inputs.length, ...shape.slice(at)], dtype };
  }),
  [tf.Unpack]: withAttributes<tf.UnpackAttrs>(({ value }, { axis }) => {
    const [at] = tf.util.parseAxisParam(axis, value!.shape);
    const shape = value!.shape.filter((_, index) => index !== at);
    return Array.from({ length: value!.shape[at!]! }, () => ({ shape, dtype: value!.dtype }));
  }),
  [tf.SplitV]: withAttributes<tf.SplitVAttrs>(({ x }, { numOrSizeSplits, axis }) => {
    const [at] = tf.util.parseAxisParam(axis, x!.shape);
    return tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits, at!).map((part) => ({
      shape: x!.shape.map((size, index) => (index === at ? part : size)),
      dtype: x!.dtype,
    }));
  }),
  [tf.Slice]: withAttributes<tf.SliceAttrs>(({ x }, { begin, size }) => {
    const [start, shape] = tf.slice_util.parseSliceParams(x!, begin, size);
    tf.slice_util.assertParamsValid(x!, start!, shape!);
    return { shape: shape!, dtype: x!.dtype };
  }),
  [tf.StridedSlice]: withAttributes<tf.StridedSliceAttrs>(({ x }, a) => ({
    shape: tf.slice_util.sliceInfo(
      x!.shape,
      a.begin,
      a.end,
      a.strides,
      a.beginMask,
      a.endMask,
      a.ellipsisMask,
      a.newAxisMask,
      a.shrinkAxisMask,
    ).finalShape,
    dtype: x!.dtype,
  })),
  [tf.Tile]: withAttributes<tf.TileAttrs>(({ x }, { reps }) => ({
    shape: x!.shape.map((size, axis) => size * reps[axis]!),
    dtype: x!.dtype,
  })),
  [tf.BroadcastTo]: withAttributes<tf.BroadCastToAttrs>(({ x }, { shape }) => ({ shape, dtype: x!.dtype })),
  ...sameRule([tf.PadV2, tf.MirrorPad], pad),
  [tf.Reverse]: ({ x }) => x!,
  [tf.GatherV2]: withAttributes<tf.GatherV2Attrs>(({ x, indices }, { axis, batchDims }) => {
    const [at] = tf.util.parseAxisParam(axis, x!.shape);
    const { outputShape } = tf.backend_util.segment_util.collectGatherOpShapeInfo(x!, indices!, at!, batchDims ?? 0);
    return { shape: outputShape, dtype: x!.dtype };
  }),
  [tf.GatherNd]: ({ params, indices }) => ({
    shape: [...indices!.shape.slice(0, -1), ...params!.shape.slice(indices!.shape.at(-1)!)],
    dtype: params!.dtype,
  }),
  [tf.ScatterNd]: withAttributes<tf.ScatterNdAttrs>(({ updates }, { shape }) => ({ shape, dtype: updates!.dtype })),
  [tf.UnsortedSegmentSum]: withAttributes<tf.UnsortedSegmentSumAttrs>(({ x, segmentIds }, { numSegments }) => ({
    shape: [numSegments, ...x!.shape.slice(segmentIds!.shape.length)],
    dtype: x!.dtype,
  })),
  [tf.OneHot]: withAttributes<tf.OneHotAttrs>(({ indices }, { depth, dtype }) => ({
    shape: [...indices!.shape, depth],
    dtype,
  })),
  [tf.Fill]: withAttributes<tf.FillAttrs>((_, { shape, value, dtype }) => ({
    shape,
    dtype: dtype ?? tf.util.inferDtype(value),
  })),
  [tf.Range]: withAttributes<tf.RangeAttrs>((_, { start, stop, step, dtype }) => ({
    shape: [Math.max(0, Math.ceil((stop - start) / step))],
    dtype: dtype ?? 'float32',
  })),
  [tf.LinSpace]: withAttributes<tf.LinSpaceAttrs>((_, { num }) => ({ shape: [num], dtype: 'float32' })),
  [tf.SpaceToBatchND]: withAttributes<tf.SpaceToBatchNDAttrs>(({ x }, { blockShape, paddings }) => {
    const blocks = blockShape.reduce((product, side) => product * side, 1);
    const shape = x!.shape.map((size, axis) => {
      if (axis === 0) return size * blocks;
      const side = blockShape[axis - 1];
      const [before, after] = paddings[axis - 1] ?? [0, 0];
      return side === undefined ? size : (size + before! + after!) / side;
    });
    return { shape, dtype: x!.dtype };
  }),
  [tf.BatchToSpaceND]: withAttributes<tf.BatchToSpaceNDAttrs>(({ x }, { blockShape, crops }) => {
    const blocks = blockShape.reduce((product, side) => product * side, 1);
    const shape = x!.shape.map((size, axis) => {
      if (axis === 0) return size / blocks;
      const side = blockShape[axis - 1];
      const [before, after] = crops[axis - 1] ?? [0, 0];
      return side === undefined ? size : size * side - before! - after!;
    });
    return { shape, dtype: x!.dtype };
  }),
};
