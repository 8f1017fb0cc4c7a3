import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { decodeSafetensorsLike, encodeSafetensors, leaves, randomUniform, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { planBlocks, type ResidualNetworkConfig } from './config.js';
import { resnet, residualDepths, type ResidualDepth } from './depths.js';
import { initResidualNetwork, residualNetwork } from './network.js';
import { publishedAttention, secondOrderNetwork, selectiveKernelNetwork } from './published.js';

beforeAll(() => tf.setBackend('cpu'));

const tiny: ResidualNetworkConfig = {
  classes: 5,
  stem: { kernelSize: 7, channels: 8, stride: 2, pool: true },
  block: 'bottleneck',
  groups: 2,
  strideIn: '1x1',
  stages: [
    { blocks: 2, middle: 4, channels: 32, stride: 1 },
    { blocks: 1, middle: 8, channels: 64, stride: 2 },
  ],
};

describe('residualNetwork', () => {
  it.each(['1x1', '3x3'] as const)('runs, saves and loads bit for bit, stride in the %s', (strideIn) => {
    const config = { ...tiny, strideIn, attention: publishedAttention('cbam', { variant: 'code', stages: [2, 3] }) };
    const params = initResidualNetwork(config, rng(1));
    const images = randomUniform(rng(2), [2, 33, 40, 3]);
    const { output } = residualNetwork(params, images, { config });
    expect(output.shape).toEqual([2, 5]);
    const loaded = decodeSafetensorsLike(encodeSafetensors(params), params);
    expect(residualNetwork(loaded, images, { config }).output.dataSync()).toEqual(output.dataSync());
  });

  it('saves its running statistics with its weights', () => {
    const paths = leaves(initResidualNetwork(tiny, rng(1))).map(([path]) => path);
    expect(paths).toContain('stages/stage2/block1/reduce/normalisation/statistics/mean');
  });

  it('halves the size where it is told, also from odd sides', () => {
    const sides: number[] = [];
    const spy: ResidualNetworkConfig = {
      ...tiny,
      attention: {
        ...publishedAttention('eca'),
        position: 'after',
        config: (channels) => ({ channels }),
      },
    };
    const { mechanism } = spy.attention!;
    const config = {
      ...spy,
      attention: {
        ...spy.attention!,
        mechanism: {
          ...mechanism,
          apply: (...call: Parameters<typeof mechanism.apply>) => {
            sides.push((call[1] as tf.Tensor4D).shape[1]);
            return mechanism.apply(...call);
          },
        },
      },
    };
    residualNetwork(initResidualNetwork(config, rng(1)), tf.zeros([1, 45, 45, 3]), { config });
    expect(sides).toEqual([12, 12, 6]);
  });

  it('says which block is missing', () => {
    const params = initResidualNetwork(tiny, rng(1));
    const { stage3: _, ...stages } = params.stages;
    expect(() => residualNetwork({ ...params, stages }, tf.zeros([1, 32, 32, 3]), { config: tiny })).toThrow(
      'residual network params: expected stage3/block1, found none.',
    );
  });
});

describe('planBlocks', () => {
  it('puts the stride into the convolution asked for, in the first block of a stage', () => {
    const strides = (strideIn: '1x1' | '3x3') =>
      planBlocks({ ...tiny, strideIn }).map(({ stride, middleStride }) => [stride, middleStride]);
    expect(strides('1x1')).toEqual([
      [1, 1],
      [1, 1],
      [2, 1],
    ]);
    expect(strides('3x3')).toEqual([
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
  });

  it.each<[Partial<ResidualNetworkConfig>, RegExp]>([
    [{ groups: 3 }, /middle: expected a multiple of 3, found 4/],
    [{ stages: [] }, /stages: expected an integer of at least 1, found 0/],
    [{ block: 'basic' }, /stage 2: expected a basic block's middle to equal its 32 channels, found 4/],
    [{ stages: [{ blocks: 0, middle: 4, channels: 8, stride: 1 }] }, /blocks of stage 2: expected an integer/],
  ])('refuses %o', (change, message) => {
    expect(() => planBlocks({ ...tiny, ...change })).toThrow(message);
  });
});

describe('resnet', () => {
  it.each([...residualDepths])('%i has that many layers with weights', (depth) => {
    const config = resnet(depth);
    const perBlock = config.block === 'basic' ? 2 : 3;
    expect(2 + perBlock * planBlocks(config).length).toBe(depth);
  });

  it('refuses other depths, and groups in basic blocks', () => {
    expect(() => resnet(20 as ResidualDepth)).toThrow('resnet depth: expected one of 18, 34, 50, 101, 152, found 20.');
    expect(() => resnet(18, { groups: 32 })).toThrow(/basic blocks of ResNet-18/);
  });
});

describe('publishedAttention', () => {
  const places = (config: ResidualNetworkConfig) =>
    planBlocks(config)
      .filter((plan) => config.attention!.at?.(plan) ?? true)
      .map(({ stage, block }) => `${stage}.${block}`);
  const at = (...name: Parameters<typeof publishedAttention>) =>
    places(resnet(50, { attention: publishedAttention(...name) }));

  it('stands where the papers have it', () => {
    expect(at('se')).toHaveLength(16);
    expect(at('gc')).toHaveLength(13);
    expect(at('bam')).toEqual(['2.3', '3.4', '4.6']);
    expect(at('nl')).toEqual(['4.5']);
    expect(at('snl')).toEqual(['4.5']);
    expect(at('gsop')).toEqual(['3.4', '4.6', '5.3']);
    expect(at('se', { stages: [3], blocks: 'one' })).toEqual(['3.4']);
    expect(at('nl', { stages: [4], blocks: 'all' })).toHaveLength(6);
    expect(places(secondOrderNetwork({ variant: 'code' }))).toEqual(['2.3', '3.4', '4.6', '5.3']);
    expect(places(selectiveKernelNetwork(50))).toHaveLength(16);
  });
});
