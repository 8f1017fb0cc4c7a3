/**
 * The gated recurrent unit in the convention of Bahdanau et al. (2015, arXiv:1409.0473, A.1.1):
 *
 *   z = σ(W_z x + U_z s),  r = σ(W_r x + U_r s),  s~ = tanh(W x + U (r ∘ s)),  s' = (1 - z) ∘ s + z ∘ s~
 *
 * It is the mirror of Cho et al. (2014), where z keeps the old state. The matrices of one input lie side by side in one
 * kernel, so that a step is three products, and those with the input are one product over all time steps.
 */
import * as tf from '@tensorflow/tfjs-core';
import { child, dense, expectShape, initDense, type DenseParams, type Initialiser, type Rng } from '@atlas/tensor';

/** gates: U_z and U_r [n, 2n]; candidate: U [n, n]. The inputs come projected to [..., 3n]: z, r and candidate. */
export type GatedUnitParams = { gates: DenseParams; candidate: DenseParams };

/** The recurrent matrices start orthogonal, each by itself, as in the paper. */
export function initGatedUnit(units: number, source: Rng): GatedUnitParams {
  const orthogonal = (label: string) =>
    initDense(units, units, child(source, label), { bias: false, init: 'orthogonal' });
  const [update, reset] = [orthogonal('update'), orthogonal('reset')];
  const kernel = tf.concat([update.kernel, reset.kernel], 1);
  update.kernel.dispose();
  reset.kernel.dispose();
  return { gates: { kernel }, candidate: orthogonal('candidate') };
}

/** The kernel W_z, W_r, W of one input, side by side: [in, 3n]. */
export function initGatedInput(
  inputs: number,
  units: number,
  source: Rng,
  options: { readonly bias: boolean; readonly init: Initialiser },
): DenseParams {
  return initDense(inputs, 3 * units, source, options);
}

/**
 * One step.
 * @param projected W_z x, W_r x and W x side by side [batch, 3n]
 * @param state s [batch, n]
 * @param present [batch, 1], 1 where the sequence has a word at this step and 0 where the state stays as it is
 */
export function gatedStep(
  params: GatedUnitParams,
  projected: tf.Tensor2D,
  state: tf.Tensor2D,
  present?: tf.Tensor2D,
): tf.Tensor2D {
  const units = params.candidate.kernel.shape[0];
  expectShape(state, ['batch', units], 'gated unit state');
  expectShape(projected, [state.shape[0], 3 * units], 'gated unit projected input');
  return tf.tidy(() => {
    const [ofGates, ofCandidate] = tf.split(projected, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
    const gates = tf.sigmoid(tf.add(ofGates, dense(params.gates, state))); // [batch, 2n]
    const [update, reset] = tf.split(gates, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const candidate = tf.tanh(tf.add(ofCandidate, dense(params.candidate, tf.mul(reset, state))));
    const step = present ? tf.mul(update, present) : update;
    return tf.add(state, tf.mul(step, tf.sub(candidate, state))) as tf.Tensor2D;
  });
}

/**
 * The states of a whole sequence, from a first state of zeros.
 * @param projected [batch, time, 3n]
 * @param present [batch, time], 1 where there is a word
 * @param direction 'backward' runs from the last word to the first; the states stay at their words
 * @returns [batch, time, n]
 */
export function gatedSequence(
  params: GatedUnitParams,
  projected: tf.Tensor3D,
  present: tf.Tensor2D,
  direction: 'forward' | 'backward' = 'forward',
): tf.Tensor3D {
  const [batch, time] = projected.shape;
  const units = params.candidate.kernel.shape[0];
  return tf.tidy(() => {
    const inputs = tf.unstack(projected, 1) as tf.Tensor2D[];
    const words = tf.split(present, time, 1) as tf.Tensor2D[];
    const states: tf.Tensor2D[] = [];
    let state = tf.zeros<tf.Rank.R2>([batch, units]);
    for (let step = 0; step < time; step++) {
      const at = direction === 'forward' ? step : time - 1 - step;
      state = gatedStep(params, inputs[at]!, state, words[at]!);
      states[at] = state;
    }
    return tf.stack(states, 1) as tf.Tensor3D;
  });
}
