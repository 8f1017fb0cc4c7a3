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
for (const [size, length, width] of [
  [256, 12, 4],
  [256, 16, 16],
  [512, 24, 8],
  [512, 20, 20],
])
  for (const jitter of [0, 6])
    for (const kind of ['colour', 'orientation']) {
      if (kind === 'orientation' && length === width) continue;
      let line = '';
      for (const n of [3, 4, 5, 6]) {
        let ok = 0,
          of = 0;
        for (let odd = 0; odd < n * n; odd += 3) {
          if (2 * length + 1 + 2 * jitter > size / n) continue;
          const [x, [tr, tc]] = display(n, odd, kind, size, jitter, length, width);
          const s = a.gIttiKoch({}, x);
          const [[r, c]] = a.winnerTakesAll(s, { fixations: 1 }).arraySync()[0];
          of++;
          if (Math.hypot(r - tr, c - tc) <= size / 16 / 6) ok++;
          x.dispose();
          s.dispose();
        }
        line += ` n=${n}: ${ok}/${of}`;
      }
      console.log(size, length, width, jitter, kind, line);
    }
