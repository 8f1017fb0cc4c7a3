import * as tf from '@tensorflow/tfjs-core';
import type { CountedKind } from './operation.js';

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>> | readonly tf.TensorInfo[];
type Output = tf.TensorInfo | readonly tf.TensorInfo[];
type Attributes = Readonly<Record<string, unknown>> | undefined;
type Counted = { readonly kind: CountedKind; readonly count: number };

const reductions = new Set<string>([
  tf.Sum,
  tf.Mean,
  tf.Max,
  tf.Min,
  tf.Prod,
  tf.All,
  tf.Any,
  tf.ArgMax,
  tf.ArgMin,
  tf.Cumsum,
  tf.Cumprod,
  tf.Softmax,
  tf.LogSoftmax,
  tf.TopK,
]);
const elementwise = new Set<string>([
  // The bias of the native backend, which has a kernel of its own (see bias.ts).
  'AtlasBias',
  tf.Abs,
  tf.Acos,
  tf.Acosh,
  tf.Add,
  tf.AddN,
  tf.Asin,
  tf.Asinh,
  tf.Atan,
  tf.Atan2,
  tf.Atanh,
  tf.Ceil,
  tf.ClipByValue,
  tf.Cos,
  tf.Cosh,
  tf.Elu,
  tf.Equal,
  tf.Erf,
  tf.Exp,
  tf.Expm1,
  tf.Floor,
  tf.FloorDiv,
  tf.FusedBatchNorm,
  tf.Greater,
  tf.GreaterEqual,
  tf.LeakyRelu,
  tf.Less,
  tf.LessEqual,
  tf.Log,
  tf.Log1p,
  tf.LogicalAnd,
  tf.LogicalNot,
  tf.LogicalOr,
  tf.LRN,
  tf.Maximum,
  tf.Minimum,
  tf.Mod,
  tf.Multiply,
  tf.Neg,
  tf.NotEqual,
  tf.Pow,
  tf.Prelu,
  tf.RealDiv,
  tf.Reciprocal,
  tf.Relu,
  tf.Relu6,
  tf.Round,
  tf.Rsqrt,
  tf.Select,
  tf.Selu,
  tf.Sigmoid,
  tf.Sign,
  tf.Sin,
  tf.Sinh,
  tf.Softplus,
  tf.Sqrt,
  tf.Square,
  tf.SquaredDifference,
  tf.Step,
  tf.Sub,
  tf.Tan,
  tf.Tanh,
]);
const pools = new Set<string>([tf.AvgPool, tf.MaxPool, tf.AvgPool3D, tf.MaxPool3D]);

/** What one kernel of TensorFlow.js counts as, from its shapes. Kernels that only move values count as nothing. */
export function countKernel(name: string, inputs: Inputs, output: Output, attributes: Attributes): Counted | undefined {
  const named = inputs as Readonly<Record<string, tf.TensorInfo | undefined>>;
  const written = size(Array.isArray(output) ? output[0] : (output as tf.TensorInfo));
  switch (name) {
    case tf.BatchMatMul:
    case tf._FusedMatMul: {
      const inner = named['a']!.shape.at(attributes?.['transposeA'] ? -2 : -1)!;
      return { kind: 'matmul', count: written * inner };
    }
    case tf.Conv2D:
    case tf.Conv3D:
    case tf.FusedConv2D: {
      const kernel = named['filter']!;
      return { kind: 'convolution', count: (written * size(kernel)) / kernel.shape.at(-1)! };
    }
    case tf.DepthwiseConv2dNative:
    case tf.FusedDepthwiseConv2D: {
      const [height, width] = named['filter']!.shape;
      return { kind: 'convolution', count: written * height! * width! };
    }
    case tf.Conv2DBackpropInput: {
      // Forward, this is the transposed convolution: every input value meets the whole kernel of its channel.
      const kernel = named['filter']!;
      return { kind: 'convolution', count: (size(named['dy']!) * size(kernel)) / kernel.shape.at(-1)! };
    }
  }
  if (pools.has(name)) {
    const window = attributes?.['filterSize'];
    const sizes: readonly number[] =
      typeof window === 'number' ? named['x']!.shape.slice(1, -1).map(() => window) : (window as readonly number[]);
    return { kind: 'pooling', count: sizes.reduce((product, side) => product * side, written) };
  }
  if (reductions.has(name)) return { kind: 'reduction', count: size(named['x'] ?? named['logits']) };
  if (elementwise.has(name)) return { kind: 'elementwise', count: written };
  return undefined;
}

function size(tensor: tf.TensorInfo | undefined): number {
  return tensor ? tf.util.sizeFromShape(tensor.shape) : 0;
}
