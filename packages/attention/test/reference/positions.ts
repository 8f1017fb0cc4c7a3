import type {
  AsymmetricFusionConfig,
  AsymmetricPyramidConfig,
  GlobalContextConfig,
  HardAttentionConfig,
  NonLocalConfig,
} from '../../src/index.js';
import { add, batchNorm, dense, flatten, layerNorm, normalised, product, softmax } from './layers.js';
import { has, leaf, mean, Nd, pick, relu, sigmoid, sum, type PlainTree } from './nd.js';
import type { Reference } from './reference.js';

/** One pair of positions at a time, by their coordinates in a video: no set is ever gathered. */
export const nonLocal: Reference<NonLocalConfig> = (params, input, config) => {
  const { similarity = 'embedded-gaussian', over = 'space-time', pooledKeys = false, variant = 'paper' } = config;
  const original = leaf(input);
  const [batch, height, width, channels] = original.shape.slice(-4) as [number, number, number, number];
  const video = original.shape.length === 5 ? original : original.as(batch, 1, height, width, channels);
  const [videos, time] = video.shape as [number, number];
  const map = (name: string, x: Nd) => (has(params, name) ? dense(pick(params, name), x) : x);
  const pool = (x: Nd) =>
    Nd.build([videos, time, Math.floor(x.shape[2]! / 2), Math.floor(x.shape[3]! / 2), x.shape[4]!], (b, t, i, j, c) =>
      Math.max(...[0, 1].flatMap((u) => [0, 1].map((v) => x.at(b!, t!, 2 * i! + u, 2 * j! + v, c!)))),
    );
  const keysOf = (name: string) =>
    !pooledKeys ? map(name, video) : variant === 'code' ? map(name, pool(video)) : pool(map(name, video));
  const [query, key, value] = [map('query', video), keysOf('key'), keysOf('value')];
  const inner = query.shape[4]!;
  const [keyHeight, keyWidth] = key.shape.slice(2) as [number, number];
  const sets = over === 'space' ? time : over === 'time' ? height * width : 1;
  const count = (rows: number, columns: number) =>
    over === 'space' ? rows * columns : over === 'time' ? time : time * rows * columns;
  /** Where the n-th position of a set lies. */
  const place = (set: number, n: number, rows: number, columns: number): [number, number, number] => {
    if (over === 'time') return [n, Math.floor(set / columns), set % columns];
    const [t, p] = over === 'space' ? [set, n] : [Math.floor(n / (rows * columns)), n % (rows * columns)];
    return [t, Math.floor(p / columns), p % columns];
  };
  const queries = count(height, width);
  const keys = count(keyHeight, keyWidth);
  const scores = Nd.build([videos, sets, queries, keys], (b, s, q, k) => {
    const at = place(s!, q!, height, width);
    const from = place(s!, k!, keyHeight, keyWidth);
    if (similarity === 'concatenation') {
      const pair = leaf(params, 'pair');
      return relu(sum(inner, (c) => pair.at(c) * query.at(b!, ...at, c) + pair.at(inner + c) * key.at(b!, ...from, c)));
    }
    return sum(inner, (c) => query.at(b!, ...at, c) * key.at(b!, ...from, c));
  });
  const distribution = similarity === 'gaussian' || similarity === 'embedded-gaussian';
  const scale = variant === 'code' ? 1 / Math.sqrt(inner) : 1;
  const weights = distribution ? softmax(scores.map((s) => s * scale)) : scores.map((s) => s / keys);
  const gathered = Nd.build([videos, sets, queries, value.shape[4]!], (b, s, q, c) =>
    sum(keys, (k) => weights.at(b!, s!, q!, k) * value.at(b!, ...place(s!, k, keyHeight, keyWidth), c!)),
  );
  const mapped = batchNorm(pick(params, 'normalisation'), dense(pick(params, 'output'), gathered));
  const output = new Nd(video.shape, video.data.slice());
  const moved = new Map<string, number>();
  for (let b = 0; b < videos; b++)
    for (let s = 0; s < sets; s++)
      for (let q = 0; q < queries; q++)
        for (let c = 0; c < channels; c++) moved.set(`${[b, ...place(s, q, height, width), c]}`, mapped.at(b, s, q, c));
  const sumUp = Nd.build(output.shape, (...index) => video.at(...index) + moved.get(`${index}`)!);
  return { output: sumUp.as(...original.shape), weights };
};

const positionSoftmax = (mask: PlainTree, x: Nd): Nd => {
  const [batch, height, width] = x.shape as [number, number, number];
  return softmax(dense(mask, x).as(batch, height * width)).as(batch, height, width);
};

const context = (weights: Nd, x: Nd): Nd => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return Nd.build([batch, channels], (b, c) =>
    sum(height, (i) => sum(width, (j) => weights.at(b!, i, j) * x.at(b!, i, j, c!))),
  );
};

export const simplifiedNonLocal: Reference<object> = (params, input) => {
  const x = leaf(input);
  const weights = positionSoftmax(pick(params, 'mask'), x);
  const value = dense(pick(params, 'value'), context(weights, x));
  return { output: Nd.build(x.shape, (b, i, j, c) => x.at(b!, i!, j!, c!) + value.at(b!, c!)), weights };
};

export const globalContext: Reference<GlobalContextConfig> = (params, input, config) => {
  const x = leaf(input);
  const [batch, height, width] = x.shape as [number, number, number];
  const weights =
    config.pooling === 'average'
      ? Nd.build([batch, height, width], () => 1 / (height * width))
      : positionSoftmax(pick(params, 'mask'), x);
  const hidden = layerNorm(pick(params, 'normalisation'), dense(pick(params, 'down'), context(weights, x)));
  const transformed = dense(pick(params, 'up'), hidden.map(relu));
  const output = Nd.build(x.shape, (b, i, j, c) => {
    const [value, change] = [x.at(b!, i!, j!, c!), transformed.at(b!, c!)];
    return config.fusion === 'multiply' ? value * sigmoid(change) : value + change;
  });
  return { output, weights };
};

export const positionAttention: Reference<object> = (params, input) => {
  const x = leaf(input);
  const [b, c, d] = ['key', 'query', 'value'].map((name) => flatten(dense(pick(params, name), x))) as [Nd, Nd, Nd];
  const count = b.shape[1]!;
  const scores = Nd.build([x.shape[0]!, count, count], (n, j, i) =>
    sum(b.shape[2]!, (k) => b.at(n!, i!, k) * c.at(n!, j!, k)),
  );
  const weights = softmax(scores);
  const alpha = leaf(params, 'scale').at();
  const gathered = product(weights, d).map((value) => alpha * value);
  return { output: add(gathered, flatten(x)).as(...x.shape), weights };
};

/** Adaptive averages over every level of a pyramid, one bin after another. */
const pyramid = (x: Nd, sizes: readonly number[]): Nd => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const bins = sizes.flatMap((n) =>
    Array.from({ length: n * n }, (_, bin) => {
      const range = (place: number, length: number) =>
        [Math.floor((place * length) / n), Math.ceil(((place + 1) * length) / n)] as const;
      return { rows: range(Math.floor(bin / n), height), columns: range(bin % n, width) };
    }),
  );
  return Nd.build([batch, bins.length, channels], (b, bin, c) => {
    const { rows, columns } = bins[bin!]!;
    return mean(rows[1] - rows[0], (i) =>
      mean(columns[1] - columns[0], (j) => x.at(b!, rows[0] + i, columns[0] + j, c!)),
    );
  });
};

type Asymmetric = { readonly pyramid?: readonly number[] | 'none'; readonly variant?: 'paper' | 'code' };

const asymmetric = (params: PlainTree, low: Nd, high: Nd, config: Asymmetric, last: 'relu' | 'none') => {
  const { variant = 'paper', pyramid: sizes = [1, 3, 6, 8] } = config;
  const sample = (x: Nd) => (sizes === 'none' ? flatten(x) : pyramid(x, sizes));
  const unit = (name: string, x: Nd, activation: 'relu' | 'none') =>
    normalised(pick(params, name), dense(pick(params, name), x), activation);
  const query = flatten(unit(has(params, 'query') ? 'query' : 'key', high, 'relu'));
  const key = sample(unit('key', low, 'relu'));
  const scale = variant === 'code' ? 1 / Math.sqrt(query.shape[2]!) : 1;
  const weights = softmax(product(query, key, true).map((score) => score * scale));
  const values = sample(dense(pick(params, 'value'), low));
  const gathered = dense(pick(params, 'output'), product(weights, values));
  const [batch, height, width, channels] = high.shape as [number, number, number, number];
  const out = gathered.shape[2]!;
  const both = Nd.build([batch, height, width, out + channels], (b, i, j, c) =>
    c! < out ? gathered.at(b!, i! * width + j!, c!) : high.at(b!, i!, j!, c! - out),
  );
  return { output: has(params, 'project') ? unit('project', both, last) : both, weights };
};

export const asymmetricPyramid: Reference<AsymmetricPyramidConfig> = (params, input, config) =>
  asymmetric(params, leaf(input), leaf(input), config, 'relu');

export const asymmetricFusion: Reference<AsymmetricFusionConfig> = (params, input, config) =>
  asymmetric(params, leaf(input, 'low'), leaf(input, 'high'), config, 'none');

export const hardAttention: Reference<HardAttentionConfig> = (params, input, config) => {
  const { patchSize = 8, scales = 1, bounded = false } = config;
  const [image, state] = [leaf(input, 'image'), leaf(input, 'state')];
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const location = dense(pick(params, 'location'), state).map((value) => (bounded ? Math.tanh(value) : value));
  const clipped = location.map((value) => Math.min(1, Math.max(-1, value)));
  const shown = (b: number, i: number, j: number, c: number) =>
    i < 0 || i >= height || j < 0 || j >= width ? 0 : image.at(b, i, j, c);
  const retina = Nd.build([batch, scales, patchSize, patchSize, channels], (b, s, i, j, c) => {
    const step = 2 ** s!;
    const begin = (axis: number, length: number) =>
      Math.floor(((clipped.at(b!, axis) + 1) / 2) * length - (patchSize * step) / 2 + 0.5);
    return mean(step, (u) =>
      mean(step, (v) => shown(b!, begin(0, height) + i! * step + u, begin(1, width) + j! * step + v, c!)),
    );
  });
  const flat = retina.as(batch, scales * patchSize * patchSize * channels);
  const what = dense(pick(params, 'fromPatch'), dense(pick(params, 'patch'), flat).map(relu));
  const where = dense(pick(params, 'fromPlace'), dense(pick(params, 'place'), clipped).map(relu));
  return { output: add(what, where).map(relu), weights: { mean: location, location } };
};
