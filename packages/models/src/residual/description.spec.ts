import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend, encodeSafetensors, leaves, randomUniform, rng } from '@atlas/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { residualClassifier } from './classifier.js';
import { mechanisms } from '@atlas/attention';
import { describedNetwork, type NetworkDescription } from './description.js';
import { initResidualNetwork } from './network.js';
import { loadNetwork, saveNetwork } from './network-file.js';

beforeAll(async () => {
  await chooseBackend({ backend: 'cpu' });
});

const description: NetworkDescription = {
  input: { height: 12, width: 12 },
  classes: ['three', 'seven'],
  widths: [4, 8],
  stemStride: 2,
  attention: { mechanism: 'se', options: { reduction: 2 }, stages: [3] },
};

describe('a described network', () => {
  it('has what the description says', () => {
    const config = describedNetwork(description, mechanisms.se);
    const { attention, scores } = residualClassifier(config).look(
      initResidualNetwork(config, rng(1)),
      tf.zeros([3, 12, 12, 1]),
    );
    expect(scores.shape).toEqual([3, 2]);
    expect(leaves(attention).map(([place, gate]) => [place, gate.shape])).toEqual([['stage3/block1', [3, 8]]]);
  });

  it('gives units in place of a convolution its stride', () => {
    const sk = describedNetwork(
      {
        ...description,
        block: 'bottleneck',
        attention: { mechanism: 'sk', position: 'instead', options: { groups: 1, minimum: 4, reduction: 2 } },
      },
      mechanisms.sk,
    );
    const { attention } = residualClassifier(sk).look(initResidualNetwork(sk, rng(1)), tf.zeros([1, 12, 12, 1]));
    expect(leaves(attention).map(([place, weights]) => [place, weights.shape])).toEqual([
      ['stage2/block1', [1, 2, 2]],
      ['stage3/block1', [1, 2, 4]],
    ]);
  });

  it('comes back from its file with the same scores', () => {
    const config = describedNetwork(description, mechanisms.se);
    const params = initResidualNetwork(config, rng(2));
    const images = randomUniform(rng(3), [2, 12, 12, 1]);
    const file = saveNetwork(params, description);
    const before = residualClassifier(config).look(params, images).scores.dataSync();
    const loaded = loadNetwork(file);
    expect(loaded.description).toEqual(description);
    expect(residualClassifier(loaded.config).look(loaded.params, images).scores.dataSync()).toEqual(before);
  });

  it('is refused where file and description do not fit, and where there is no description', () => {
    const params = initResidualNetwork(describedNetwork(description, mechanisms.se), rng(2));
    expect(() => loadNetwork(encodeSafetensors(params))).toThrow(/expected a description in its metadata, found none/);
    expect(() => loadNetwork(saveNetwork(params, { ...description, widths: [4, 16] }))).toThrow(/does not fit/);
    const unknown = { ...description, attention: { mechanism: 'nothing' as 'se' } };
    expect(() => loadNetwork(saveNetwork(params, unknown))).toThrow(/expected one of .*se.*found 'nothing'/);
    expect(() => describedNetwork(description, mechanisms.eca)).toThrow(/expected se, which .* found eca/);
    expect(() => describedNetwork(description)).toThrow(/expected se, .* found none/);
  });

  it('frees everything that it does not give away', () => {
    const params = initResidualNetwork(describedNetwork(description, mechanisms.se), rng(2));
    const file = saveNetwork(params, description);
    const before = tf.memory().numTensors;
    const loaded = loadNetwork(file);
    expect(tf.memory().numTensors - before).toBe(leaves(loaded.params).length);
  });
});
