import * as tf from '@tensorflow/tfjs-core';
import { attributes, nativeBackend, type NativeBackend } from './backend.js';
import { runNativeKernel, type NativeKernel } from './kernel.js';

/** How a kernel moves over an image. The groups follow from the channels of image and kernel. */
export interface ConvolutionMoves {
  readonly strides: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly padding: 'same' | 'valid';
}

/**
 * TensorFlow's own convolution. TensorFlow.js checks its arguments more narrowly than TensorFlow does: groups (the
 * kernel has fewer input channels than the image) and gradients of dilated kernels work here.
 */
const kernel: NativeKernel<'x' | 'kernel', ConvolutionMoves & { readonly shapes: Shapes }> = {
  name: 'AtlasConvolution',
  savedInputs: ['x', 'kernel'],
  forward: (backend, inputs, moves) =>
    backend.executeSingleOutput('Conv2D', convolutionAttributes(backend, moves), [inputs.x, inputs.kernel]),
  gradients: (backend, [outputGradient], [x, weights], moves) => ({
    x: () =>
      gradient(backend, 'Conv2DBackpropInput', moves, [
        tf.tensor1d(moves.shapes.x, 'int32'),
        weights!,
        outputGradient!,
      ]),
    kernel: () =>
      gradient(backend, 'Conv2DBackpropFilter', moves, [
        x!,
        tf.tensor1d(moves.shapes.kernel, 'int32'),
        outputGradient!,
      ]),
  }),
};

interface Shapes {
  readonly x: number[];
  readonly kernel: number[];
}

export function nativeConvolution(x: tf.Tensor4D, weights: tf.Tensor4D, moves: ConvolutionMoves): tf.Tensor4D {
  const shapes = { x: x.shape, kernel: weights.shape };
  return runNativeKernel(kernel, { x, kernel: weights }, { ...moves, shapes })[0] as tf.Tensor4D;
}

function gradient(backend: NativeBackend, name: string, moves: ConvolutionMoves, inputs: tf.Tensor[]): tf.Tensor {
  return backend.executeSingleOutput(name, convolutionAttributes(backend, moves), inputs);
}

function convolutionAttributes(backend: NativeBackend, { strides, dilation, padding }: ConvolutionMoves) {
  return attributes(backend.binding, {
    T: { type: 'float32' },
    strides: [1, ...strides, 1],
    dilations: [1, ...dilation, 1],
    padding: padding.toUpperCase(),
    data_format: 'NHWC',
    use_cudnn_on_gpu: false,
  });
}

let fullGradients: boolean | undefined;

/**
 * Whether this TensorFlow differentiates grouped and dilated convolutions. It does where its oneDNN kernels are on, which
 * depends on the build, the processor and the variable TF_ENABLE_ONEDNN_OPTS. Found out once, by trying.
 */
export function hasFullConvolutionGradients(): boolean {
  const backend = nativeBackend();
  if (backend === undefined) return false;
  fullGradients ??= tf.tidy(() => {
    const moves: ConvolutionMoves = { strides: [1, 1], dilation: [2, 2], padding: 'same' };
    const image = tf.zeros([1, 3, 3, 2]);
    const weights = tf.zeros([3, 3, 1, 2]);
    try {
      gradient(backend, 'Conv2DBackpropInput', moves, [tf.tensor1d(image.shape, 'int32'), weights, image]);
      gradient(backend, 'Conv2DBackpropFilter', moves, [image, tf.tensor1d(weights.shape, 'int32'), image]);
      return true;
    } catch {
      return false;
    }
  });
  return fullGradients;
}
