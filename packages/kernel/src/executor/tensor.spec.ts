import { describe, expect, it } from 'vitest';
import { asTensor, statistics, tensorHtml, tensorText, type TensorLike } from './tensor.js';

function tensor(values: number[], shape: number[], changes: Partial<TensorLike> = {}): TensorLike {
  return {
    shape,
    dtype: 'float32',
    size: values.length,
    isDisposed: false,
    dataSync: () => Float32Array.from(values),
    toString: () => 'Tensor\n    values',
    ...changes,
  };
}

describe('tensors', () => {
  it('are known by what they can do', () => {
    expect(asTensor(tensor([1], [1]))).toBeDefined();
    expect(asTensor({ shape: [1], dtype: 'float32' })).toBeUndefined();
    expect(asTensor(null)).toBeUndefined();
    expect(asTensor('text')).toBeUndefined();
  });

  it('have the statistics of their finite values', () => {
    // mean of 1..4 is 2.5; squared distances 2.25 + 0.25 + 0.25 + 2.25 = 5, over 4 = 1.25.
    const { minimum, maximum, mean, deviation, count, notFinite } = statistics([1, 2, Number.NaN, 3, 4, Infinity]);
    expect([minimum, maximum, mean, count, notFinite]).toEqual([1, 4, 2.5, 4, 2]);
    expect(deviation).toBeCloseTo(Math.sqrt(1.25), 12);
  });

  it('keep a small deviation of large values', () => {
    expect(statistics([1e9, 1e9 + 1, 1e9 + 2]).deviation).toBeCloseTo(Math.sqrt(2 / 3), 6);
  });

  it('show shape, type, statistics, and the values when they are few', () => {
    const html = tensorHtml(tensor([1, 2, 3, 4, 5, 6], [2, 3]));
    expect(html).toContain('<th scope="row">shape</th><td>[2, 3]</td>');
    expect(html).toContain('<th scope="row">dtype</th><td>float32</td>');
    expect(html).toContain('<th scope="row">mean</th><td>3.5</td>');
    expect(html).toContain('<tr><td>4</td><td>5</td><td>6</td></tr>');
    expect(tensorText(tensor([1], [1]))).toBe('Tensor float32 [1]\nTensor\n    values');
  });

  it('show no values when they are many', () => {
    expect(tensorHtml(tensor(Array.from({ length: 100 }, Number), [10, 10]))).not.toContain('Values');
  });

  it('never read a disposed tensor', () => {
    const refuse = (): never => {
      throw new Error('Tensor is disposed.');
    };
    const disposed = tensor([1], [1], { isDisposed: true, dataSync: refuse, toString: refuse });
    expect(tensorHtml(disposed)).toContain('disposed');
    expect(tensorText(disposed)).toContain('disposed');
  });

  it('show text tensors and empty ones without statistics', () => {
    expect(tensorHtml(tensor([1], [1], { dtype: 'string' }))).not.toContain('mean');
    expect(tensorHtml(tensor([], [0, 3]))).not.toContain('mean');
    expect(tensorHtml(tensor([NaN], [1]))).toContain('NaN or infinite');
  });
});
