/**
 * Runs 10,000 compiled training steps and checks that memory does not grow: no tensor, no graph, no resident memory.
 * Usage, after a build: node packages/tensor/scripts/steady-memory.mjs [steps]
 */
import * as tf from '@tensorflow/tfjs-core';
import { adam, child, chooseBackend, compile, dense, disposeTree, dropout, initDense } from '@atlas/tensor';
import { randomNormal, rng, seedTensor, softmaxCrossEntropy, valueAndGrads } from '@atlas/tensor';

const steps = Number(process.argv[2] ?? 10_000);
const { name } = await chooseBackend();
if (name !== 'tensorflow')
  throw new Error(`expected the native backend, found '${name}': there are no graphs without it.`);

const seed = rng(1);
const x = randomNormal(child(seed, 'x'), [32, 12, 16]);
const classes = tf.range(0, 32, 1, 'int32');
let params = {
  input: initDense(16, 64, child(seed, 'input')),
  state: initDense(64, 64, child(seed, 'state')),
  output: initDense(64, 32, child(seed, 'output')),
};
const optimiser = adam();
let state = optimiser.init(params);

function loss(p, dropSeed) {
  let hidden = tf.zeros([32, 64]);
  for (const word of tf.unstack(x, 1)) hidden = tf.tanh(tf.add(dense(p.input, word), dense(p.state, hidden)));
  return tf.mean(softmaxCrossEntropy(dense(p.output, dropout(hidden, 0.1, dropSeed)), classes));
}
const step = compile((p, s, dropSeed) => {
  const { value, grads } = valueAndGrads((q) => loss(q, dropSeed), p);
  return { value, ...optimiser.update(p, grads, s) };
});

function train(from, to) {
  for (let count = from; count < to; count++) {
    const dropSeed = seedTensor(child(seed, count));
    const next = step(params, state, dropSeed);
    next.value.dataSync();
    disposeTree({ params, state });
    tf.dispose([next.value, dropSeed]);
    ({ params, state } = next);
  }
}

const megabytes = () => process.memoryUsage.rss() / 2 ** 20;
const native = () => tf.backend().binding.getNumOfTensors();
// The first tenth fills the caches of TensorFlow, of its allocator and of JavaScript.
train(0, steps / 10);
const before = { tensors: tf.memory().numTensors, native: native(), megabytes: megabytes() };
let peak = before.megabytes;
for (let part = 1; part < 10; part++) {
  train((part * steps) / 10, ((part + 1) * steps) / 10);
  peak = Math.max(peak, megabytes());
  console.log(`${((part + 1) * steps) / 10} steps: ${tf.memory().numTensors} tensors, ${megabytes().toFixed(0)} MB`);
}
const grown = peak - before.megabytes;
const leaked = tf.memory().numTensors - before.tensors + native() - before.native;
console.log(`after the first ${steps / 10} steps: ${leaked} tensors and ${grown.toFixed(1)} MB more at the peak`);
process.exitCode = leaked === 0 && grown < 0.1 * before.megabytes ? 0 : 1;
