import * as tf from '@tensorflow/tfjs-core';

/** The same values, through which no gradient flows. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  return constantIn(x, (values) => tf.clone(values));
}

/**
 * A function of x that counts as a constant in every gradient, so that it may use operations that have none, such as
 * comparisons and the place of a maximum.
 */
export function constantIn<X extends tf.Tensor, Y extends tf.Tensor>(x: X, compute: (x: X) => Y): Y {
  const stopped = tf.customGrad((...args) => ({
    value: compute(args[0] as X),
    gradFunc: () => tf.zeros(x.shape),
  }));
  return stopped(x) as Y;
}
