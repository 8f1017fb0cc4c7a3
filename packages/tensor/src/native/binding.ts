/** The C interface of TensorFlow as the native backend offers it; the types of @tensorflow/tfjs-node, without its code. */
export interface NativeBinding {
  createTensor(shape: number[], dtype: number, values: NativeValues): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): NativeValues;
  executeOp(name: string, attributes: NativeAttribute[], inputs: number[], outputCount: number): NativeOutput[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, inputs: number[], inputNames: string, outputNames: string): NativeOutput[];
  getNumOfSavedModels(): number;
  getNumOfTensors(): number;
  readonly TF_Version: string;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
}

export type NativeValues = Float32Array | Int32Array | Uint8Array | Uint8Array[];

/** An attribute of an operation: its name, the kind of its value (TF_ATTR_...) and the value. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: NativeAttributeValue | null | undefined;
}

export type NativeAttributeValue = boolean | number | string | number[] | boolean[];

/** A tensor that TensorFlow made. */
export interface NativeOutput {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The numbers by which TensorFlow names data types (tensorflow/core/framework/types.proto). */
export const NativeType = { float32: 1, int32: 3, uint8: 4, string: 7, complex64: 8, int64: 9, bool: 10 } as const;
