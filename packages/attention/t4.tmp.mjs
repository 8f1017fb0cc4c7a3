import { chooseBackend, rng, uniformValues, child } from '@atlas/tensor';
import * as a from '@atlas/attention';
import * as tf from '@tensorflow/tfjs-core';
await chooseBackend();
function display(n, odd, kind, size, jitter, length, width) {
  const buf = tf.buffer([1, size, size, 3]);
  const jit = uniformValues(child(rng(1), odd), n * n * 2, -jitter, jitter);
  const paint = (r, c, v) => {
    for (let ch = 0; ch < 3; ch++) buf.set(v[ch], 0, r, c, ch);
  };
  let k = 0;
  let target;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++, k++) {
      const cr = Math.floor(((i + 0.5) * size) / n + jit[2 * k]),
        cc = Math.floor(((j + 0.5) * size) / n + jit[2 * k + 1]);
      const isOdd = k === odd;
      if (isOdd) target = [cr / 16, cc / 16];
      const horizontal = kind === 'orientation' ? isOdd : false;
      const colour = kind === 'colour' && isOdd ? [1, 0, 0] : [0, 1, 0];
      for (let u = -length; u <= length; u++)
        for (let v = -width; v <= width; v++)
          horizontal ? paint(cr + v, cc + u, colour) : paint(cr + u, cc + v, colour);
    }
  return [buf.toTensor(), target];
}

for (const [size, length, width, n, odd] of [
  [512, 24, 8, 4, 5],
  [256, 12, 4, 4, 6],
  [512, 20, 20, 3, 4],
  [256, 8, 2, 5, 7],
]) {
  const [x, [tr, tc]] = display(n, odd, 'colour', size, 0, length, width);
  const c = a.conspicuityMaps(x);
  const st = tf.stack([c.intensity, c.colour, c.orientation], 3);
  const nn = a.normaliseMaps(st);
  const at = (t, r, cc) =>
    Array.from(t.slice([0, Math.round(r), Math.round(cc), 0], [1, 1, 1, t.shape[3]]).dataSync())
      .map((v) => v.toFixed(3))
      .join(' ');
  const s = tf.mean(nn, 3);
  const [[r, cc]] = a.winnerTakesAll(s).arraySync()[0];
  console.log(
    { size, length, n },
    'target',
    [tr, tc],
    at(nn, tr, tc),
    'raw',
    at(st, tr, tc),
    '| winner',
    [r, cc],
    at(nn, r, cc),
    'raw',
    at(st, r, cc),
  );
  for (const [p, t] of Object.entries(a.featureMaps(x))) {
    const k = 2 ** (4 - Number(p[0]));
    const N = a.normaliseMaps(t);
    console.log('  ', p, 'at target', at(N, tr * k, tc * k), '| at winner', at(N, r * k, cc * k));
  }
}
