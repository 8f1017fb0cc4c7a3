import * as tf from '@tensorflow/tfjs-core';
import type { NativeAttribute, NativeAttributeValue, NativeBinding } from './binding.js';
import { NativeType } from './binding.js';

/** The part of the native backend of TensorFlow.js that reaches operations which TensorFlow.js itself does not offer. */
export interface NativeBackend {
  binding: NativeBinding;
  executeSingleOutput(name: string, attributes: NativeAttribute[], inputs: tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: NativeAttribute[],
    inputs: tf.TensorInfo[],
    outputCount: number,
  ): tf.Tensor[];
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  createOutputTensor(output: { id: number; shape: number[]; dtype: number }): tf.Tensor;
}

/** The native backend when it is the active one. */
export function nativeBackend(): NativeBackend | undefined {
  return tf.getBackend() === 'tensorflow' ? (tf.backend() as unknown as NativeBackend) : undefined;
}

/** The attributes of an operation from plain values: strings, booleans, whole numbers and lists of them. */
export function attributes(
  binding: NativeBinding,
  values: Readonly<Record<string, NativeAttributeValue | { readonly type: keyof typeof NativeType }>>,
): NativeAttribute[] {
  return Object.entries(values).map(([name, value]) => {
    if (typeof value === 'object' && 'type' in value) {
      return { name, type: binding.TF_ATTR_TYPE, value: NativeType[value.type] };
    }
    const sample = Array.isArray(value) ? value[0] : value;
    const kinds = { string: binding.TF_ATTR_STRING, boolean: binding.TF_ATTR_BOOL, number: binding.TF_ATTR_INT };
    return { name, type: kinds[typeof sample as keyof typeof kinds], value };
  });
}
