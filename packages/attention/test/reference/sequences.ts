import type {
  LinearMemoryConfig,
  MultiHeadConfig,
  NaiveSelfAttentionConfig,
  ScaledDotProductConfig,
  SelfAttentionConfig,
  SimilarityAttentionConfig,
  TemporalGateConfig,
} from '../../src/index.js';
import { convolution, dense, normalised, product, softmax } from './layers.js';
import { largest, leaf, mean, Nd, pick, sigmoid, sum } from './nd.js';
import type { Reference } from './reference.js';

const scoresOf = (query: Nd, key: Nd, scale: boolean): Nd =>
  product(query, key, true).map((score) => (scale ? score / Math.sqrt(query.shape.at(-1)!) : score));

/** The last query sees the last key. */
const causal =
  (queries: number, keys: number) =>
  (...index: number[]) =>
    index.at(-1)! <= index.at(-2)! + keys - queries;

const attention = (query: Nd, key: Nd, { scale = true, causal: masked = false }: ScaledDotProductConfig): Nd =>
  softmax(scoresOf(query, key, scale), masked ? causal(query.shape.at(-2)!, key.shape.at(-2)!) : undefined);

export const naiveSelfAttention: Reference<NaiveSelfAttentionConfig> = (_params, input, { scale = false }) => {
  const x = leaf(input);
  const weights = attention(x, x, { scale });
  return { output: product(weights, x), weights };
};

export const scaledDotProduct: Reference<ScaledDotProductConfig> = (_params, input, config) => {
  const weights = attention(leaf(input, 'query'), leaf(input, 'key'), config);
  return { output: product(weights, leaf(input, 'value')), weights };
};

export const linearMemory: Reference<LinearMemoryConfig> = (_params, input, { causal: masked = false }) => {
  const [query, key] = [leaf(input, 'query'), leaf(input, 'key')];
  const [batch, queries] = query.shape as [number, number];
  const keys = key.shape[1]!;
  const scores = scoresOf(query, key, true);
  const sees = masked ? causal(queries, keys) : () => true;
  const logSum = Nd.build([batch, queries], (b, i) => {
    const top = largest(keys, (j) => (sees(i!, j) ? scores.at(b!, i!, j) : -Infinity));
    return top + Math.log(sum(keys, (j) => (sees(i!, j) ? Math.exp(scores.at(b!, i!, j) - top) : 0)));
  });
  const weights = attention(query, key, { causal: masked });
  return { output: product(weights, leaf(input, 'value')), weights: logSum };
};

export const selfAttention: Reference<SelfAttentionConfig> = (params, input, config) => {
  const x = leaf(input);
  const weights = attention(dense(pick(params, 'query'), x), dense(pick(params, 'key'), x), config);
  return { output: product(weights, dense(pick(params, 'value'), x)), weights };
};

export const multiHead: Reference<MultiHeadConfig> = (params, input, config) => {
  const { heads } = config;
  const project = (name: string) => dense(pick(params, name), leaf(input, name));
  const head = (x: Nd, number: number): Nd => {
    const size = x.shape[2]! / heads;
    return Nd.build([x.shape[0]!, x.shape[1]!, size], (b, t, c) => x.at(b!, t!, number * size + c!));
  };
  const [query, key, value] = [project('query'), project('key'), project('value')];
  const parts = Array.from({ length: heads }, (_, number) => {
    const weights = attention(head(query, number), head(key, number), config);
    return { weights, output: product(weights, head(value, number)) };
  });
  const [batch, queries, size] = parts[0]!.output.shape as [number, number, number];
  const together = Nd.build([batch, queries, heads * size], (b, t, c) =>
    parts[Math.floor(c! / size)]!.output.at(b!, t!, c! % size),
  );
  const weights = Nd.build([batch, heads, queries, key.shape[1]!], (b, h, q, k) => parts[h!]!.weights.at(b!, q!, k!));
  return { output: dense(pick(params, 'output'), together), weights };
};

export const additive: Reference<object> = (params, input) => {
  const [state, annotations, score] = [leaf(input, 'state'), leaf(input, 'annotations'), leaf(params, 'score')];
  const ws = dense(pick(params, 'state'), state);
  const uh = dense(pick(params, 'annotation'), annotations);
  const hidden = score.shape[0]!;
  const shape = [state.shape[0]!, state.shape[1]!, annotations.shape[1]!];
  const energies = Nd.build(shape, (b, i, j) =>
    sum(hidden, (h) => score.at(h) * Math.tanh(ws.at(b!, i!, h) + uh.at(b!, j!, h))),
  );
  const weights = softmax(energies);
  return { output: product(weights, annotations), weights };
};

export const similarityAttention: Reference<SimilarityAttentionConfig> = (params, input, config) => {
  const { similarity, sharpness = 1 } = config;
  const [query, key] = [leaf(input, 'query'), leaf(input, 'key')];
  const [batch, queries, size] = query.shape as [number, number, number];
  const keys = key.shape[1]!;
  const length = (x: Nd, b: number, i: number) => Math.sqrt(sum(size, (c) => x.at(b, i, c) ** 2));
  const dot = (b: number, i: number, j: number) => sum(size, (c) => query.at(b, i, c) * key.at(b, j, c));
  const together = (b: number, i: number, j: number, c: number) =>
    c < size ? query.at(b, i, c) : key.at(b, j, c - size);
  const kinds = {
    'dot-product': dot,
    cosine: (b: number, i: number, j: number) => dot(b, i, j) / (length(query, b, i) * length(key, b, j)),
    concatenation: (b: number, i: number, j: number) =>
      sum(size + key.shape[2]!, (c) => leaf(params, 'concatenation/weight').at(c) * together(b, i, j, c)),
    mlp: (b: number, i: number, j: number) => {
      const kernel = leaf(params, 'mlp/hidden/kernel');
      const unit = (h: number) =>
        sum(kernel.shape[0]!, (c) => kernel.at(c, h) * together(b, i, j, c)) + leaf(params, 'mlp/hidden/bias').at(h);
      return sum(kernel.shape[1]!, (h) => leaf(params, 'mlp/score').at(h) * Math.tanh(unit(h)));
    },
  } as const;
  const scores = Nd.build([batch, queries, keys], (b, i, j) => sharpness * kinds[similarity](b!, i!, j!));
  const weights = softmax(scores);
  return { output: product(weights, leaf(input, 'value')), weights };
};

export const temporalGate: Reference<TemporalGateConfig> = (params, input, { channels, kernelSize = 3 }) => {
  const x = leaf(input);
  const [batch, time] = x.shape as [number, number];
  const places = x.shape.length === 5 ? x.shape[2]! * x.shape[3]! : 1;
  const flat = x.as(batch, time, places, channels);
  const pooled = Nd.build([batch, time, 1, channels], (b, t, _, c) => mean(places, (p) => flat.at(b!, t!, p, c!)));
  const down = pick(params, 'down');
  const hidden = convolution(down, pooled, { padding: [(kernelSize - 1) / 2, 0] });
  const weights = dense(pick(params, 'up'), normalised(down, hidden, 'relu'))
    .map(sigmoid)
    .as(batch, time, channels);
  const output = Nd.build(flat.shape, (b, t, p, c) => flat.at(b!, t!, p!, c!) * weights.at(b!, t!, c!));
  return { output: output.as(...x.shape), weights };
};
