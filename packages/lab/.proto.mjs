import * as tf from '@tensorflow/tfjs-core';
import {
  chooseBackend,
  rng,
  child,
  initDense,
  dense,
  valueAndGrads,
  leaves,
  unflatten,
  stream,
  disposeTree,
} from '@atlas/tensor';
import * as A from '@atlas/attention';
console.log(await chooseBackend());
const N = 6,
  D = 2;
function batch(task, B, r, noise) {
  const u = stream(r);
  const q = new Float32Array(B * 2),
    k = new Float32Array(B * N * 2),
    y = new Int32Array(B);
  for (let b = 0; b < B; b++) {
    const t = Math.floor(u() * N);
    y[b] = t;
    let lt = 0,
      at = 0;
    for (let j = 0; j < N; j++) {
      const len = task === 'equal' ? 1 : 0.5 + u();
      const a = (u() * 2 - 1) * Math.PI * CONE;
      k[(b * N + j) * 2] = len * Math.cos(a);
      k[(b * N + j) * 2 + 1] = len * Math.sin(a);
      if (j === t) {
        lt = len;
        at = a;
      }
    }
    if (task === 'value') {
      for (let j = 0; j < N; j++) {
        k[(b * N + j) * 2] = u() * 2 - 1;
        k[(b * N + j) * 2 + 1] = u() * 2 - 1;
      }
      q[b * 2] = k[(b * N + t) * 2] + (u() * 2 - 1) * noise;
      q[b * 2 + 1] = u() * 2 - 1;
      continue;
    }
    let len, a;
    if (task === 'length') {
      len = lt + (u() * 2 - 1) * noise;
      a = (u() * 2 - 1) * Math.PI * CONE;
    } else {
      len = task === 'equal' ? 1 : 0.5 + u();
      a = at + (u() * 2 - 1) * noise;
    }
    q[b * 2] = len * Math.cos(a);
    q[b * 2 + 1] = len * Math.sin(a);
  }
  return { query: tf.tensor3d(q, [B, 1, 2]), key: tf.tensor3d(k, [B, N, 2]), label: tf.tensor1d(y, 'int32') };
}
const CONE = +(process.env.CONE ?? 1 / 3),
  STEPS = +(process.env.STEPS ?? 1500),
  H = +(process.env.H ?? 16);
function init(sim, r) {
  if (sim === 'mlp') return A.initSimilarityAttention({ similarity: 'mlp', querySize: 2, hidden: H }, r);
  if (sim === 'concatenation') {
    const w = {
      q: initDense(2, 20, child(r, 'q'), { bias: false }),
      k: initDense(2, 20, child(r, 'k'), { bias: false }),
    };
    return { ...w, s: A.initSimilarityAttention({ similarity: sim, querySize: 20 }, child(r, 's')) };
  }
  return { q: initDense(2, 24, child(r, 'q'), { bias: false }), k: initDense(2, 24, child(r, 'k'), { bias: false }) };
}
function logits(sim, p, b) {
  if (sim === 'mlp') return A.similarityScores(p, b.query, b.key);
  const q = dense(p.q, b.query),
    k = dense(p.k, b.key);
  return tf.mul(A.similarityScores(p.s ?? {}, q, k, sim), sim === 'cosine' ? 20 : 1);
}
function ce(l, y) {
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(y, N), tf.logSoftmax(tf.reshape(l, [-1, N]))), -1)));
}
const tasks = (process.env.TASKS ?? 'equal,direction,length').split(',');
for (const task of tasks)
  for (const sim of ['dot-product', 'cosine', 'concatenation', 'mlp']) {
    const accs = [];
    const t0 = Date.now();
    for (let seed = 0; seed < +(process.env.SEEDS ?? 1); seed++) {
      const r = rng(seed);
      let p = init(sim, child(r, 'p'));
      const ls = leaves(p).map(([n, t]) => [n, tf.variable(t)]);
      const opt = tf.train.adam(0.01);
      const noise = +(process.env.NOISE ?? 0.03);
      for (let s = 0; s < STEPS; s++) {
        const b = batch(task, 128, child(child(r, 'b'), s), noise);
        opt.learningRate = 0.02 * 0.5 * (1 + Math.cos((Math.PI * s) / STEPS));
        const vars = ls.map((x) => x[1]);
        const c = opt.minimize(() => ce(logits(sim, unflatten(ls), b), b.label), false, vars);
        disposeTree(b);
      }
      const b = batch(task, 4000, rng(999), noise);
      const pred = tf.argMax(tf.reshape(logits(sim, unflatten(ls), b), [-1, N]), -1).dataSync();
      const y = b.label.dataSync();
      let ok = 0;
      for (let i = 0; i < 4000; i++) ok += pred[i] === y[i];
      accs.push(ok / 4000);
    }
    console.log(task, sim, accs.map((a) => a.toFixed(3)).join(' '), (Date.now() - t0) / 1000);
  }
