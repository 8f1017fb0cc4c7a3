import { has, largest, leaf, Nd, pick, relu, sum, type PlainTree } from './nd.js';

/** y_o = Σ_i x_i W_io + b_o along the last axis. */
export function dense(params: PlainTree, x: Nd): Nd {
  const kernel = leaf(params, 'kernel');
  const bias = has(params, 'bias') ? leaf(params, 'bias') : undefined;
  const [inputs, outputs] = kernel.shape as [number, number];
  return Nd.build([...x.shape.slice(0, -1), outputs], (...index) => {
    const place = index.slice(0, -1);
    const output = index.at(-1)!;
    return sum(inputs, (i) => x.at(...place, i) * kernel.at(i, output)) + (bias?.at(output) ?? 0);
  });
}

/** (x - mean) / √(variance + 1e-5) · scale + offset with the running statistics. */
export function batchNorm(params: PlainTree, x: Nd): Nd {
  const scale = leaf(params, 'scale');
  const offset = leaf(params, 'offset');
  const average = leaf(params, 'statistics/mean');
  const variance = leaf(params, 'statistics/variance');
  return Nd.build(x.shape, (...index) => {
    const c = index.at(-1)!;
    return ((x.at(...index) - average.at(c)) / Math.sqrt(variance.at(c) + 1e-5)) * scale.at(c) + offset.at(c);
  });
}

/** Over the last axis, with the statistics of each row itself. */
export function layerNorm(params: PlainTree, x: Nd): Nd {
  const size = x.shape.at(-1)!;
  return Nd.build(x.shape, (...index) => {
    const row = Array.from({ length: size }, (_, c) => x.at(...index.slice(0, -1), c));
    const average = row.reduce((a, b) => a + b, 0) / size;
    const variance = row.reduce((a, b) => a + (b - average) ** 2, 0) / size;
    const c = index.at(-1)!;
    return (
      ((row[c]! - average) / Math.sqrt(variance + 1e-5)) * leaf(params, 'scale').at(c) + leaf(params, 'offset').at(c)
    );
  });
}

/** What a layer that may carry a normalisation gives: without one, x itself. */
export function normalised(params: PlainTree, x: Nd, activation: 'relu' | 'none'): Nd {
  if (!has(params, 'normalisation')) return x;
  const normal = batchNorm(pick(params, 'normalisation'), x);
  return activation === 'relu' ? normal.map(relu) : normal;
}

export interface ConvolutionOptions {
  readonly stride?: number;
  readonly dilation?: number;
  readonly groups?: number;
  /** Zeros before the first row and column. */
  readonly padding: readonly [down: number, across: number];
}

/** Cross-correlation of [batch, height, width, in] with [kernel, kernel, in / groups, out]. */
export function convolution(
  params: PlainTree,
  x: Nd,
  { stride = 1, dilation = 1, groups = 1, padding }: ConvolutionOptions,
): Nd {
  const kernel = leaf(params, 'kernel');
  const bias = has(params, 'bias') ? leaf(params, 'bias') : undefined;
  const [batch, height, width] = x.shape as [number, number, number];
  const [kernelHeight, kernelWidth, inputs, outputs] = kernel.shape as [number, number, number, number];
  const length = (size: number, kernelSize: number, pad: number) =>
    Math.floor((size + 2 * pad - dilation * (kernelSize - 1) - 1) / stride) + 1;
  const shape = [batch, length(height, kernelHeight, padding[0]), length(width, kernelWidth, padding[1]), outputs];
  return Nd.build(shape, (b, i, j, o) => {
    const group = Math.floor(o! / (outputs / groups));
    let total = bias?.at(o!) ?? 0;
    for (let u = 0; u < kernelHeight; u++) {
      for (let v = 0; v < kernelWidth; v++) {
        const row = i! * stride - padding[0] + u * dilation;
        const column = j! * stride - padding[1] + v * dilation;
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        for (let c = 0; c < inputs; c++) total += x.at(b!, row, column, group * inputs + c) * kernel.at(u, v, c, o!);
      }
    }
    return total;
  });
}

/** Over the last axis, only where allowed; a row without any allowed entry is zero. */
export function softmax(scores: Nd, allowed: (...index: number[]) => boolean = () => true): Nd {
  const size = scores.shape.at(-1)!;
  return Nd.build(scores.shape, (...index) => {
    const place = index.slice(0, -1);
    const score = (k: number) => (allowed(...place, k) ? scores.at(...place, k) : -Infinity);
    const top = largest(size, score);
    if (top === -Infinity) return 0;
    return Math.exp(score(index.at(-1)!) - top) / sum(size, (k) => Math.exp(score(k) - top));
  });
}

/** a · b, or a · bᵀ, for arrays that end in [row, inner] and [inner, column]; the axes before agree. */
export function product(a: Nd, b: Nd, transposeB = false): Nd {
  const rows = a.shape.at(-2)!;
  const inner = a.shape.at(-1)!;
  const columns = transposeB ? b.shape.at(-2)! : b.shape.at(-1)!;
  return Nd.build([...a.shape.slice(0, -2), rows, columns], (...index) => {
    const outer = index.slice(0, -2);
    const [row, column] = index.slice(-2) as [number, number];
    return sum(
      inner,
      (k) => a.at(...outer, row, k) * (transposeB ? b.at(...outer, column, k) : b.at(...outer, k, column)),
    );
  });
}

export function add(a: Nd, b: Nd): Nd {
  return Nd.build(a.shape, (...index) => a.at(...index) + b.at(...index));
}

/** The average over height and width: [batch, channel]. */
export function spatialMean(x: Nd): Nd {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return Nd.build(
    [batch, channels],
    (b, c) => sum(height, (i) => sum(width, (j) => x.at(b!, i, j, c!))) / (height * width),
  );
}

/** The maximum over height and width: [batch, channel]. */
export function spatialMax(x: Nd): Nd {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return Nd.build([batch, channels], (b, c) => largest(height, (i) => largest(width, (j) => x.at(b!, i, j, c!))));
}

/** Every channel of an image times its weight. */
export function scaleChannels(x: Nd, weights: Nd): Nd {
  return Nd.build(x.shape, (b, i, j, c) => x.at(b!, i!, j!, c!) * weights.at(b!, c!));
}

/** [batch, height, width, channel] with positions in one axis. */
export function flatten(x: Nd): Nd {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return x.as(batch, height * width, channels);
}
