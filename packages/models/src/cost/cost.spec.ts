import * as tf from '@tensorflow/tfjs-core';
import { costScope, dense, initDense, type DenseParams } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { costModelNames, costOf } from './cost.js';
import { costOfNetwork } from './network-cost.js';
import type { CostRequest } from './request.js';

describe('costOf', () => {
  it.each([...costModelNames])('of %s: shares add up to the whole, and nothing is left behind', (model) => {
    const before = tf.memory().numTensors;
    const report = costOf({ model });
    expect(Object.keys(report)).toEqual([
      'model',
      'attention',
      'variant',
      'input',
      'params',
      'macs',
      'convention',
      'byStage',
    ]);
    const shares = Object.values(report.byStage);
    expect(shares.reduce((sum, { params }) => sum + params, 0)).toBe(report.params);
    expect(shares.reduce((sum, { macs }) => sum + macs, 0)).toBe(report.macs);
    expect(Object.keys(report.byStage)).not.toContain('');
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('names the stages in the order in which they run', () => {
    const stages = (model: string) => Object.keys(costOf({ model }).byStage);
    expect(stages('resnet18')).toEqual(['stem', 'stage2', 'stage3', 'stage4', 'stage5', 'classifier']);
    expect(stages('rnnsearch')).toEqual(['embeddings', 'encoder', 'alignment', 'initialState', 'decoder', 'readout']);
    expect(stages('transformer-base')).toEqual(['embeddings', 'encoder', 'decoder', 'output']);
    expect(stages('ram')).toEqual(['glimpse', 'core', 'location', 'baseline', 'action']);
  });

  it('says what it counts', () => {
    const { convention } = costOf({ model: 'resnet50', counting: { matmul: true, statistics: true } });
    expect(convention).toBe(
      'one image of 224x224x3; stride in the 1x1; ' +
        'multiply-accumulates of convolutions, dense layers and matrix products; parameters with running statistics',
    );
    expect(costOf({ model: 'resnet18' }).convention).toBe(
      'one image of 224x224x3; multiply-accumulates of convolutions and dense layers; trainable parameters',
    );
  });

  it('gives each share of a mechanism to its stage', () => {
    const plain = costOf({ model: 'resnet50' }).byStage;
    const attended = costOf({ model: 'resnet50', attention: 'se', stages: [4] }).byStage;
    const changed = Object.keys(plain).filter((stage) => plain[stage]!.params !== attended[stage]!.params);
    expect(changed).toEqual(['stage4']);
  });

  it('does not depend on the size of the image where RAM looks', () => {
    const { macs } = costOf({ model: 'ram', input: 28 });
    expect(costOf({ model: 'ram', input: 100 }).macs).toBe(macs);
    expect(costOf({ model: 'ram', input: 100, patch: 12, scales: 4 }).macs).toBeGreaterThan(macs);
  });

  it.each<[CostRequest, RegExp]>([
    [{ model: 'vgg16' }, /cost model: expected one of resnet18, .*, found 'vgg16'/],
    [
      { model: 'resnet50', attention: 'sk' },
      /cost attention: expected one of se, eca, cbam, bam, gc, nl, snl, found 'sk'/,
    ],
    [{ model: 'sknet50', attention: 'se' }, /cost of sknet50: expected options strideIn, reduction, found attention/],
    [{ model: 'resnet50', layers: 3 }, /cost of resnet50: expected options .*, found layers/],
    [{ model: 'resnet50', reduction: 8 }, /cost reduction: expected an attention/],
    [{ model: 'resnet50', attention: 'eca', reduction: 8 }, /eca reduction: expected none/],
    [{ model: 'resnet50', attention: 'se', reduction: 7 }, /expected a multiple of the reduction 7, found 256/],
    [{ model: 'resnet50', attention: 'se', stages: [1] }, /se stages: expected stages from 2 to 5, found 1/],
    [{ model: 'resnet50', attention: 'se', stages: [] }, /se stages: expected at least one/],
    [
      { model: 'resnet50', attention: 'se', own: { gates: 'channel' } },
      /se options of its own: expected squeeze, excitation, found gates/,
    ],
    [{ model: 'resnet50', own: { gates: 'channel' } }, /cost own: expected an attention/],
    [{ model: 'resnet50', input: 16 }, /cost input: expected an integer of at least 32, found 16/],
    [{ model: 'resnet50', input: 99.5 }, /cost input: expected an integer/],
    [{ model: 'transformer-base', heads: 7 }, /transformer features: expected a multiple of 7, found 512/],
    [{ model: 'transformer-base', vocabulary: 1 }, /vocabulary: expected an integer of at least 2, found 1/],
    [{ model: 'ram', variant: 'code' }, /cost variant of ram: expected 'paper'/],
    [{ model: 'ram', patch: 0 }, /cost patch: expected an integer of at least 1, found 0/],
  ])('refuses %o', (request, message) => {
    expect(() => costOf(request)).toThrow(message);
  });
});

describe('costOfNetwork', () => {
  it('counts a network of your own, elementwise work apart', () => {
    const cost = costOfNetwork({
      init: (source) => ({ layer: initDense(6, 4, source) }),
      forward: (params) => {
        const { layer } = params as { layer: DenseParams };
        costScope('layer', () => tf.relu(dense(layer, tf.ones([3, 6]))));
      },
    });
    expect(cost).toEqual({
      params: 6 * 4 + 4,
      macs: 3 * 6 * 4,
      elementwise: 3 * 4 + 3 * 4, // the bias and the relu
      byStage: { layer: { params: 28, macs: 72 } },
    });
  });
});
