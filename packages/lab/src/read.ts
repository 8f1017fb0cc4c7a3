import { type Tensor } from '@tensorflow/tfjs-core';

/** The value of a tensor that has one. Like the others here it reads and frees: for the end of a computation. */
export function toNumber(tensor: Tensor): number {
  const values = toNumbers(tensor);
  if (values.length !== 1)
    throw new RangeError(`toNumber: expected one value, found shape [${tensor.shape.join(', ')}].`);
  return values[0]!;
}

/** All values of a tensor, the last axis fastest. Frees the tensor. */
export function toNumbers(tensor: Tensor): number[] {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}

/** The rows of a matrix; axes of size 1 before the last two are left away. Frees the tensor. */
export function toRows(tensor: Tensor): number[][] {
  const { shape } = tensor;
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined || rows * columns !== tensor.size) {
    throw new RangeError(`toRows: expected a matrix, found shape [${shape.join(', ')}].`);
  }
  const values = toNumbers(tensor);
  return Array.from({ length: rows }, (_, row) => values.slice(row * columns, (row + 1) * columns));
}
