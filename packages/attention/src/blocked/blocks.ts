import * as tf from '@tensorflow/tfjs-core';

/** How the matrix of scores is cut. */
export interface Blocking {
  /** Rows and columns of a block; the last ones may be smaller. */
  readonly blockSize: number;
  /** No query sees a later key; with more keys than queries the last query sees the last key. */
  readonly causal: boolean;
}

/** A stretch of queries (rows) or of keys (columns). */
export interface Stretch {
  readonly begin: number;
  readonly size: number;
}

/** Below every score, and finite: minus infinity would make NaN of a row that sees nothing. */
export const NEVER = -1e30;

/** The matrix of scores q kᵀ / √d_k, of which only blocks are ever made. */
export class ScoreBlocks {
  readonly rows: readonly Stretch[];
  readonly columns: readonly Stretch[];
  readonly scale: number;

  /**
   * @param query [batch, query, keySize]
   * @param key [batch, key, keySize]
   */
  constructor(
    readonly query: tf.Tensor3D,
    readonly key: tf.Tensor3D,
    readonly blocking: Blocking,
  ) {
    this.rows = stretches(query.shape[1], blocking.blockSize);
    this.columns = stretches(key.shape[1], blocking.blockSize);
    this.scale = 1 / Math.sqrt(query.shape[2]);
  }

  /** Whether any query of the rows may see any key of the columns. */
  sees(rows: Stretch, columns: Stretch): boolean {
    return !this.blocking.causal || columns.begin <= this.#lastKeyOf(rows.begin + rows.size - 1);
  }

  /** One block of scores; what a query may not see is `NEVER`. [batch, row, column] */
  scores(rows: Stretch, columns: Stretch): tf.Tensor3D {
    return tf.tidy(() => {
      const product = tf.matMul(part(this.query, rows), part(this.key, columns), false, true);
      const scores = tf.mul(product, this.scale) as tf.Tensor3D;
      const allowed = this.#allowed(rows, columns);
      return allowed ? tf.where(allowed, scores, tf.fill(scores.shape, NEVER)) : scores;
    });
  }

  /** exp(scores - reference), zero where a query may not see the key. */
  exponentials(scores: tf.Tensor3D, reference: tf.Tensor3D, rows: Stretch, columns: Stretch): tf.Tensor3D {
    return tf.tidy(() => {
      const raised = tf.exp(tf.sub(scores, reference)) as tf.Tensor3D;
      const allowed = this.#allowed(rows, columns);
      return allowed ? tf.mul(raised, tf.cast(allowed, 'float32')) : raised;
    });
  }

  /** Undefined where every query of the block sees every key. */
  #allowed(rows: Stretch, columns: Stretch): tf.Tensor2D | undefined {
    if (!this.blocking.causal || columns.begin + columns.size - 1 <= this.#lastKeyOf(rows.begin)) return undefined;
    const lastKeys = tf.range(this.#lastKeyOf(rows.begin), this.#lastKeyOf(rows.begin + rows.size));
    const keys = tf.range(columns.begin, columns.begin + columns.size);
    return tf.lessEqual(tf.reshape(keys, [1, columns.size]), tf.reshape(lastKeys, [rows.size, 1])) as tf.Tensor2D;
  }

  #lastKeyOf(query: number): number {
    return query + this.key.shape[1] - this.query.shape[1];
  }
}

/** A stretch of the middle axis. */
export function part(x: tf.Tensor3D, { begin, size }: Stretch): tf.Tensor3D {
  return tf.slice(x, [0, begin, 0], [x.shape[0], size, x.shape[2]]);
}

/** a + b, with both freed: a running sum. */
export function accumulate(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  const sum = tf.add(a, b) as tf.Tensor3D;
  tf.dispose([a, b]);
  return sum;
}

function stretches(length: number, blockSize: number): Stretch[] {
  return Array.from({ length: Math.ceil(length / blockSize) }, (_, index) => ({
    begin: index * blockSize,
    size: Math.min(blockSize, length - index * blockSize),
  }));
}
