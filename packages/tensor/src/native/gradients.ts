import * as tf from '@tensorflow/tfjs-core';
import { attributes, nativeBackend, type NativeBackend } from './backend.js';

/** A gradient that TensorFlow has as one operation, where TensorFlow.js composes several. */
interface FusedGradient {
  readonly kernel: string;
  readonly operation: string;
  /** Whether the operation takes the output first and its gradient second, or the other way round. */
  readonly outputFirst: boolean;
  /** The same gradient from the output, out of operations that can be differentiated again. */
  readonly composed: (outputGradient: tf.Tensor, output: tf.Tensor) => tf.Tensor;
}

/** All from the output alone: so the input of an activation can be fused away with the operation before it. */
const FUSED: readonly FusedGradient[] = [
  {
    kernel: tf.Sigmoid,
    operation: 'SigmoidGrad',
    outputFirst: true,
    composed: (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  },
  {
    kernel: tf.Tanh,
    operation: 'TanhGrad',
    outputFirst: true,
    composed: (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
  },
  {
    kernel: tf.Relu,
    operation: 'ReluGrad',
    outputFirst: false,
    composed: (dy, y) => tf.mul(dy, tf.step(y)),
  },
  {
    kernel: tf.Rsqrt,
    operation: 'RsqrtGrad',
    outputFirst: true,
    composed: (dy, y) => tf.mul(dy, tf.mul(tf.mul(tf.square(y), y), -0.5)),
  },
];

/**
 * Gives the native backend shorter gradients: fused ones for activations, and sums and means that are broadcast back
 * instead of multiplied with a tensor of ones; those of maxima are chosen. A gradient of a gradient is composed as before.
 */
export function registerNativeGradients(): void {
  for (const { kernel, operation, outputFirst, composed } of FUSED) {
    tf.registerGradient({
      kernelName: kernel,
      outputsToSave: [true],
      gradFunc: (outputGradient, [output]) => {
        const [dy, y] = [outputGradient as tf.Tensor, output!];
        return {
          x: () => {
            const backend = firstOrder();
            if (backend === undefined) return composed(dy, y);
            const type = attributes(backend.binding, { T: { type: 'float32' } });
            return backend.executeSingleOutput(operation, type, outputFirst ? [y, dy] : [dy, y]);
          },
        };
      },
    });
  }
  registerExtremes();
  for (const kernel of [tf.Sum, tf.Mean]) {
    tf.registerGradient({
      kernelName: kernel,
      inputsToSave: ['x'],
      gradFunc: (outputGradient, [x], attributesOfKernel) => ({
        x: () =>
          broadcastBack(
            outputGradient as tf.Tensor,
            x!,
            attributesOfKernel['axis'] as number | number[],
            kernel === tf.Mean,
          ),
      }),
    });
  }
}

/**
 * The gradient of the largest, or least, value over some axes goes to every value that equals it. Chosen, where
 * TensorFlow.js multiplies with zeros and ones that are written out first.
 */
function registerExtremes(): void {
  for (const [kernel, axesName] of [
    [tf.Max, 'reductionIndices'],
    [tf.Min, 'axis'],
  ] as const) {
    tf.registerGradient({
      kernelName: kernel,
      inputsToSave: ['x'],
      outputsToSave: [true],
      gradFunc: (outputGradient, [x, extreme], attributesOfKernel) => ({
        x: () => {
          const axes = tf.util.parseAxisParam(attributesOfKernel[axesName] as number | number[], x!.shape);
          const kept = x!.shape.map((size, index) => (axes.includes(index) ? 1 : size));
          const narrow = tf.reshape(outputGradient as tf.Tensor, kept);
          const equals = tf.equal(x!, tf.reshape(extreme!, kept));
          const backend = firstOrder();
          if (backend === undefined) return tf.mul(narrow, tf.cast(equals, narrow.dtype));
          const type = attributes(backend.binding, { T: { type: 'float32' } });
          return backend.executeSingleOutput('SelectV2', type, [equals, narrow, tf.scalar(0)]);
        },
      }),
    });
  }
}

/** The native backend, unless the gradient is itself being differentiated. */
function firstOrder(): NativeBackend | undefined {
  return tf.engine().state.gradientDepth > 0 ? undefined : nativeBackend();
}

/** The gradient of a sum, or a mean, over some axes: every value that went in gets the same. */
function broadcastBack(outputGradient: tf.Tensor, x: tf.Tensor, axis: number | number[], isMean: boolean): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis, x.shape);
  const kept = x.shape.map((size, index) => (axes.includes(index) ? 1 : size));
  const count = tf.util.sizeFromShape(axes.map((index) => x.shape[index]!));
  const share = isMean ? tf.div(outputGradient, count) : outputGradient;
  const narrow = tf.reshape(share, kept);
  const backend = firstOrder();
  if (backend === undefined) return tf.mul(narrow, tf.ones(x.shape));
  const types = attributes(backend.binding, { T: { type: 'float32' }, Tidx: { type: 'int32' } });
  return backend.executeSingleOutput('BroadcastTo', types, [narrow, tf.tensor1d(x.shape, 'int32')]);
}
