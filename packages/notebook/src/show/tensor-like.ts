/** What the helpers need of a tensor; every TensorFlow.js tensor of numbers has it. */
export type TensorLike = {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): ArrayLike<number>;
};

export function isTensorLike(value: unknown): value is TensorLike {
  return typeof value === 'object' && value !== null && 'dataSync' in value && 'shape' in value && 'dtype' in value;
}
