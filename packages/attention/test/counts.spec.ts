import { chooseBackend, disposeTree, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { adaptiveKernelSize, countTrainable, mechanisms, pyramidSize, type AnyMechanism } from '../src/index.js';

beforeAll(() => chooseBackend());

function count(mechanism: AnyMechanism, config: object): number {
  const params = mechanism.init(config, rng(1));
  const found = countTrainable(params);
  disposeTree(params);
  return found;
}

const resnet50 = 25_557_032;
const stages = [
  { channels: 256, blocks: 3 },
  { channels: 512, blocks: 4 },
  { channels: 1024, blocks: 6 },
  { channels: 2048, blocks: 3 },
];
const inEveryBlock = (mechanism: AnyMechanism, config: object, from = 0) =>
  stages.slice(from).reduce((sum, { channels, blocks }) => sum + blocks * count(mechanism, { ...config, channels }), 0);

describe('parameters that the papers print, or that their released code has', () => {
  const code = { variant: 'code' };

  it('SE-ResNet-50, with and without biases', () => {
    expect(resnet50 + inEveryBlock(mechanisms.se, code)).toBe(28_088_024);
    expect(resnet50 + inEveryBlock(mechanisms.se, {})).toBe(28_071_976);
  });

  it('ECA: 80 with the released kernels, 86 by equation 12', () => {
    const released = [3, 5, 5, 7];
    const kernels = stages.map(
      ({ channels, blocks }, stage) => blocks * count(mechanisms.eca, { channels, kernelSize: released[stage] }),
    );
    expect(kernels.reduce((sum, each) => sum + each, 0)).toBe(80);
    expect(inEveryBlock(mechanisms.eca, {})).toBe(86);
    expect([64, 128, 256, 512, 1024, 2048].map((channels) => adaptiveKernelSize(channels))).toEqual([3, 5, 5, 5, 5, 7]);
  });

  it('the alternatives of ECA: none, C, C² and k C', () => {
    const of = (config: object) => count(mechanisms.eca, { channels: 64, ...config });
    expect(of({ interaction: 'none' })).toBe(0);
    expect(of({ interaction: 'separate', kernelSize: 1 })).toBe(64);
    expect(of({ interaction: 'full' })).toBe(64 * 64);
    expect(of({ interaction: 'separate', kernelSize: 5 })).toBe(5 * 64);
  });

  it('CBAM-ResNet-50', () => {
    expect(resnet50 + inEveryBlock(mechanisms.cbam, code)).toBe(28_089_624);
  });

  it('BAM-ResNet-50: a module behind stages 1, 2 and 3', () => {
    const modules = [256, 512, 1024].map((channels) => count(mechanisms.bam, { ...code, channels }));
    expect(resnet50 + modules.reduce((sum, each) => sum + each, 0)).toBe(25_915_099);
  });

  it('ResNet-50 with one non-local, simplified non-local or global context block', () => {
    expect(resnet50 + count(mechanisms.nl, { ...code, channels: 1024 })).toBe(27_658_792);
    expect(resnet50 + count(mechanisms.snl, { channels: 1024 })).toBe(26_607_657);
    expect(resnet50 + count(mechanisms.gc, { channels: 1024 })).toBe(25_690_345);
    expect(resnet50 + inEveryBlock(mechanisms.gc, {}, 1)).toBe(28_078_773);
  });

  it('the weights of a non-local block of 1,024 channels', () => {
    // W_θ, W_φ, W_g and W_z, and the scale and offset of one normalisation.
    expect(count(mechanisms.nl, { channels: 1024 })).toBe(2_097_152 + 2 * 1024);
  });

  it('DANet', () => {
    expect(count(mechanisms['danet-position'], { channels: 512 })).toBe(328_321);
    expect(count(mechanisms['danet-channel'], { channels: 512 })).toBe(1);
  });

  it('GSoP-Net1, three blocks and four', () => {
    const blocks = stages.map(({ channels }) => count(mechanisms.gsop, { ...code, channels }));
    const total = (from: number) => blocks.slice(from).reduce((sum, each) => sum + each, resnet50);
    expect(total(1)).toBe(28_054_440);
    expect(total(0)).toBe(28_285_224);
  });

  it('APNB, without what is behind the concatenation, symmetric or not', () => {
    const config = { ...code, channels: 2048, keySize: 256, outChannels: 3 };
    const behind = 2 * 2048 * 3 + 3 + 2 * 3;
    expect(count(mechanisms.apnb, config) - behind).toBe(1_575_936);
    expect(count(mechanisms.apnb, { ...config, pyramid: 'none' }) - behind).toBe(1_575_936);
    expect(pyramidSize([1, 3, 6, 8])).toBe(110);
  });

  it('multi-head attention of the base Transformer: four matrices of 512 x 512', () => {
    expect(count(mechanisms['multi-head'], mechanisms['multi-head'].publishedConfig)).toBe(4 * 512 * 512);
  });

  it('the alignment of RNNsearch: 3.001 million', () => {
    expect(count(mechanisms.additive, mechanisms.additive.publishedConfig)).toBe(3_001_000);
  });

  it('RAM without its core, action and baseline', () => {
    expect(count(mechanisms['hard-attention'], mechanisms['hard-attention'].publishedConfig)).toBe(
      209_677 - 2 * (256 * 256 + 256) - 2570 - 257,
    );
  });
});
