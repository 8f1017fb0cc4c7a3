/** The Transformer once more as plain loops over numbers, straight from the equations: the tests' reference. */
import { add, linear, type Matrix, type Vector, type Weights } from './plain-recurrent.js';

export interface PlainSizes {
  readonly layers: number;
  readonly heads: number;
  readonly features: number;
  readonly keySize: number;
  readonly normalisation: 'post' | 'pre';
}

function normalise(weights: Weights, path: string, x: Vector): number[] {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  const [scale, offset] = [weights[`${path}/scale`]![0]!, weights[`${path}/offset`]![0]!];
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[i]! + offset[i]!);
}

function attention(
  weights: Weights,
  path: string,
  queries: Matrix,
  keys: Matrix,
  heads: number,
  causal: boolean,
): Matrix {
  const [q, k, v] = (['query', 'key', 'value'] as const).map((part) =>
    (part === 'query' ? queries : keys).map((row) => linear(weights, `${path}/${part}`, row)),
  ) as [number[][], number[][], number[][]];
  const [keySize, valueSize] = [q[0]!.length / heads, v[0]!.length / heads];
  return q.map((query, at) => {
    const joined = Array.from({ length: heads }, (_, head) => {
      const part = (row: Vector, size: number) => row.slice(head * size, (head + 1) * size);
      const powers = k.map((key, j) => {
        if (causal && j > at) return 0;
        const product = part(query, keySize).reduce((sum, value, i) => sum + value * part(key, keySize)[i]!, 0);
        return Math.exp(product / Math.sqrt(keySize));
      });
      const sum = powers.reduce((total, power) => total + power, 0);
      return part(v[0]!, valueSize).map((_, i) =>
        powers.reduce((total, power, j) => total + (power / sum) * part(v[j]!, valueSize)[i]!, 0),
      );
    }).flat();
    return linear(weights, `${path}/output`, joined);
  });
}

/** Scores of one pair of sentences without padding. */
export function plainTransformer(weights: Weights, sizes: PlainSizes, source: Vector, target: Vector): Matrix {
  const { layers, heads, features, normalisation } = sizes;
  const pre = normalisation === 'pre';
  const sublayer = (path: string, x: Matrix, run: (input: Matrix) => Matrix): Matrix => {
    const input = pre ? x.map((row) => normalise(weights, `${path}/normalisation`, row)) : x;
    const sum = run(input).map((row, i) => add(row, x[i]!));
    return pre ? sum : sum.map((row) => normalise(weights, `${path}/normalisation`, row));
  };
  const feedForward = (path: string, x: Matrix): Matrix =>
    sublayer(path, x, (input) =>
      input.map((row) =>
        linear(
          weights,
          `${path}/outer`,
          linear(weights, `${path}/inner`, row).map((value) => Math.max(0, value)),
        ),
      ),
    );
  const embedded = (table: Matrix, words: Vector): Matrix =>
    words.map((word, position) =>
      table[word]!.map((value, i) => {
        const angle = position / 10000 ** ((i - (i % 2)) / features);
        return value * Math.sqrt(features) + (i % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
      }),
    );
  const last = (path: string, x: Matrix): Matrix =>
    pre ? x.map((row) => normalise(weights, `${path}/normalisation`, row)) : x;

  const table = weights['embeddings/target']!;
  let memory = embedded(weights['embeddings/source'] ?? table, source);
  for (let layer = 1; layer <= layers; layer++) {
    const path = `encoder/layers/layer${layer}`;
    memory = sublayer(`${path}/selfAttention`, memory, (x) =>
      attention(weights, `${path}/selfAttention/attention`, x, x, heads, false),
    );
    memory = feedForward(`${path}/feedForward`, memory);
  }
  memory = last('encoder', memory);
  let x = embedded(table, target);
  for (let layer = 1; layer <= layers; layer++) {
    const path = `decoder/layers/layer${layer}`;
    x = sublayer(`${path}/selfAttention`, x, (input) =>
      attention(weights, `${path}/selfAttention/attention`, input, input, heads, true),
    );
    x = sublayer(`${path}/crossAttention`, x, (input) =>
      attention(weights, `${path}/crossAttention/attention`, input, memory, heads, false),
    );
    x = feedForward(`${path}/feedForward`, x);
  }
  return last('decoder', x).map((row) => table.map((word) => word.reduce((sum, value, i) => sum + value * row[i]!, 0)));
}
