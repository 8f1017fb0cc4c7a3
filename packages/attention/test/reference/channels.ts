import {
  adaptiveKernelSize,
  type BamConfig,
  type CbamConfig,
  type ChannelAttentionConfig,
  type EfficientChannelConfig,
  type SecondOrderConfig,
  type SelectiveKernelConfig,
  type SqueezeExciteConfig,
} from '../../src/index.js';
import {
  add,
  batchNorm,
  convolution,
  dense,
  flatten,
  normalised,
  product,
  scaleChannels,
  softmax,
  spatialMax,
  spatialMean,
} from './layers.js';
import { has, largest, leaf, mean, Nd, pick, relu, sigmoid, sum, type PlainTree } from './nd.js';
import type { Reference } from './reference.js';

export const squeezeExcite: Reference<SqueezeExciteConfig> = (params, input, config) => {
  const x = leaf(input);
  const { squeeze = 'average', excitation = 'sigmoid' } = config;
  const squeezed = squeeze === 'none' ? x : squeeze === 'max' ? spatialMax(x) : spatialMean(x);
  const hidden = dense(pick(params, 'down'), squeezed).map(relu);
  const weights = dense(pick(params, 'up'), hidden).map({ sigmoid, tanh: Math.tanh, relu }[excitation]);
  const output =
    squeeze === 'none' ? Nd.build(x.shape, (...i) => x.at(...i) * weights.at(...i)) : scaleChannels(x, weights);
  return { output, weights };
};

export const efficientChannel: Reference<EfficientChannelConfig> = (params, input, config) => {
  const { channels, variant = 'paper', interaction = 'shared', groups = 1 } = config;
  const x = leaf(input);
  const pooled = spatialMean(x);
  const size = config.kernelSize ?? (variant === 'code' ? 3 : adaptiveKernelSize(channels));
  const kernel = has(params, 'kernel') ? leaf(params, 'kernel') : undefined;
  const near = (b: number, c: number) => (c < 0 || c >= channels ? 0 : pooled.at(b, c));
  const width = interaction === 'grouped' ? channels / groups : channels;
  const mixed = Nd.build(pooled.shape, (b, c) => {
    if (interaction === 'none') return pooled.at(b!, c!);
    if (interaction === 'shared' || interaction === 'separate') {
      const tap = (t: number) => (interaction === 'shared' ? kernel!.at(t) : kernel!.at(c!, t));
      return sum(size, (t) => tap(t) * near(b!, c! + t - (size - 1) / 2));
    }
    const group = Math.floor(c! / width);
    return sum(width, (i) => pooled.at(b!, group * width + i) * kernel!.at(group, i, c! % width));
  });
  const weights = mixed.map(sigmoid);
  return { output: scaleChannels(x, weights), weights };
};

export const selectiveKernel: Reference<SelectiveKernelConfig> = (params, input, config) => {
  const { channels, groups = 32, stride = 1 } = config;
  const branches = config.branches ?? [{ kernelSize: 3 }, { kernelSize: 3, dilation: 2 }];
  const maps = branches.map(({ kernelSize, dilation = 1 }, number) => {
    const branch = pick(params, `branches/${number}`);
    const pad = (dilation * (kernelSize - 1)) / 2;
    const map = convolution(pick(branch, 'convolution'), leaf(input), {
      stride,
      dilation,
      groups,
      padding: [pad, pad],
    });
    return batchNorm(pick(branch, 'normalisation'), map).map(relu);
  });
  const pooled = spatialMean(maps.reduce(add));
  const compact = normalised(params, dense(pick(params, 'fuse'), pooled), 'relu');
  const scores = dense(pick(params, 'select'), compact); // [batch, branch · channel]
  const score = (b: number, m: number, c: number) => scores.at(b, m * channels + c);
  const weights = Nd.build([pooled.shape[0]!, maps.length, channels], (b, m, c) => {
    const denominator = sum(maps.length, (n) => Math.exp(score(b!, n, c!)));
    return Math.exp(score(b!, m!, c!)) / denominator;
  });
  const output = Nd.build(maps[0]!.shape, (b, i, j, c) =>
    sum(maps.length, (m) => weights.at(b!, m, c!) * maps[m]!.at(b!, i!, j!, c!)),
  );
  return { output, weights };
};

export const cbam: Reference<CbamConfig> = (params, input, config) => {
  const { pooling = 'both', order = 'channel-spatial', variant = 'paper', gates = 'both', kernelSize = 7 } = config;
  const x = leaf(input);
  const channelGate = (seen: Nd): Nd => {
    const perceptron = (pooled: Nd) =>
      dense(pick(params, 'channel/up'), dense(pick(params, 'channel/down'), pooled).map(relu));
    const average = perceptron(spatialMean(seen));
    const most = perceptron(spatialMax(seen));
    return (pooling === 'both' ? add(average, most) : pooling === 'max' ? most : average).map(sigmoid);
  };
  const spatialGate = (seen: Nd): Nd => {
    const channels = seen.shape[3]!;
    const average = (b: number, i: number, j: number) => mean(channels, (c) => seen.at(b, i, j, c));
    const most = (b: number, i: number, j: number) => largest(channels, (c) => seen.at(b, i, j, c));
    const both = variant === 'code' ? [most, average] : [average, most];
    const used = pooling === 'both' ? both : pooling === 'max' ? [most] : [average];
    const stacked = Nd.build([...seen.shape.slice(0, 3), used.length], (b, i, j, p) => used[p!]!(b!, i!, j!));
    const pad = (kernelSize - 1) / 2;
    const map = convolution(pick(params, 'spatial/convolution'), stacked, { padding: [pad, pad] });
    const scores = normalised(pick(params, 'spatial'), map, 'none');
    return scores.map(sigmoid).as(...map.shape.slice(0, 3));
  };
  const scaleSpace = (seen: Nd, map: Nd) =>
    Nd.build(seen.shape, (b, i, j, c) => seen.at(b!, i!, j!, c!) * map.at(b!, i!, j!));
  if (gates === 'channel') {
    const channel = channelGate(x);
    return { output: scaleChannels(x, channel), weights: { channel } };
  }
  if (gates === 'spatial') {
    const spatial = spatialGate(x);
    return { output: scaleSpace(x, spatial), weights: { spatial } };
  }
  const first = order === 'spatial-channel' ? spatialGate(x) : undefined;
  const channel = channelGate(first ? scaleSpace(x, first) : x);
  const spatial = first ?? spatialGate(order === 'parallel' ? x : scaleChannels(x, channel));
  return { output: scaleSpace(scaleChannels(x, channel), spatial), weights: { channel, spatial } };
};

export const bam: Reference<BamConfig> = (params, input, config) => {
  const { dilation = 4, variant = 'paper' } = config;
  const combine = config.combine ?? (variant === 'code' ? 'product' : 'sum');
  const x = leaf(input);
  // Paper: one normalisation at the end of each path and no ReLU; code: both behind every layer but the last.
  const layer = (name: string, apply: (layerParams: PlainTree) => Nd, last = false): Nd =>
    normalised(pick(params, name), apply(pick(params, name)), last ? 'none' : 'relu');
  const hidden = layer('channel/down', (p) => dense(p, spatialMean(x)));
  const channel = layer('channel/up', (p) => dense(p, hidden), true);
  const pad = { padding: [dilation, dilation], dilation } as const;
  const reduced = layer('spatial/reduce', (p) => convolution(p, x, { padding: [0, 0] }));
  const first = layer('spatial/first', (p) => convolution(p, reduced, pad));
  const second = layer('spatial/second', (p) => convolution(p, first, pad));
  const spatial = layer('spatial/score', (p) => convolution(p, second, { padding: [0, 0] }), true);
  const weights = Nd.build(x.shape, (b, i, j, c) => {
    const [mc, ms] = [channel.at(b!, c!), spatial.at(b!, i!, j!, 0)];
    return sigmoid(combine === 'sum' ? mc + ms : mc * ms);
  });
  return { output: Nd.build(x.shape, (...i) => x.at(...i) * (1 + weights.at(...i))), weights };
};

export const channelAttention: Reference<ChannelAttentionConfig> = (params, input, { variant = 'paper' }) => {
  const x = leaf(input);
  const flat = flatten(x);
  const [batch, positions, channels] = flat.shape as [number, number, number];
  const energy = Nd.build([batch, channels, channels], (b, j, i) =>
    sum(positions, (p) => flat.at(b!, p, i!) * flat.at(b!, p, j!)),
  );
  const shifted =
    variant === 'paper'
      ? energy
      : Nd.build(energy.shape, (b, j, i) => largest(channels, (k) => energy.at(b!, j!, k)) - energy.at(b!, j!, i!));
  const weights = softmax(shifted);
  const beta = leaf(params, 'scale').at();
  const output = Nd.build(
    flat.shape,
    (b, p, j) => beta * sum(channels, (i) => weights.at(b!, j!, i) * flat.at(b!, p!, i)) + flat.at(b!, p!, j!),
  );
  return { output: output.as(...x.shape), weights };
};

export const secondOrder: Reference<SecondOrderConfig> = (params, input, config) => {
  const { stride = 1, variant = 'paper', perRow = 4 } = config;
  const x = leaf(input);
  const reduced = normalised(
    pick(params, 'reduce'),
    convolution(pick(params, 'reduce'), x.map(relu), { stride, padding: [0, 0] }),
    'relu',
  );
  const flat = flatten(reduced);
  const [batch, count, d] = flat.shape as [number, number, number];
  // Σ = X Ī Xᵀ with Ī = (1/M)(I - (1/M) 1 1ᵀ), as it stands.
  const centring = Nd.build([batch, count, count], (_, p, q) => ((p === q ? 1 : 0) - 1 / count) / count);
  const transposed = Nd.build([batch, d, count], (b, c, p) => flat.at(b!, p!, c!));
  const sigma = product(product(transposed, centring), flat); // [batch, d, d]
  const rowsLast = Nd.build(sigma.shape, (b, other, row) => sigma.at(b!, row!, other!));
  const normal = batchNorm(pick(params, 'rows/normalisation'), rowsLast).as(batch, d, 1, d);
  const rows = convolution(pick(params, 'rows'), normal, { groups: d, padding: [0, 0] }).as(batch, perRow * d);
  const active = variant === 'paper' ? rows.map((value) => (value < 0 ? 0.01 * value : value)) : rows;
  const weights = dense(pick(params, 'expand'), active).map(sigmoid);
  return { output: scaleChannels(x, weights), weights };
};
