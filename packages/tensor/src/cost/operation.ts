/**
 * The kinds of work that papers count apart.
 * - `convolution`: products of a kernel with a neighbourhood, in multiply-accumulates
 * - `dense`: products of a weight matrix with a vector, in multiply-accumulates
 * - `matmul`: products of two computed matrices, such as queries with keys, in multiply-accumulates
 * - `pooling`: values read by the windows of a pooling
 * - `reduction`: values read by a sum, mean, maximum or softmax
 * - `elementwise`: values written by arithmetic and activation functions
 */
export type CountedKind = 'convolution' | 'dense' | 'matmul' | 'pooling' | 'reduction' | 'elementwise';

/** One executed operation. */
export interface CountedOperation {
  readonly kind: CountedKind;
  /** Multiply-accumulates, or values, as `CountedKind` says. */
  readonly count: number;
  /** The names of the surrounding `costScope`s, outermost first, joined by '/'. Empty outside of every scope. */
  readonly scope: string;
}
