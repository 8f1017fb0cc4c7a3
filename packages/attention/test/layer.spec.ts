import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { chooseBackend, leaves, rng } from '@atlas/tensor';
import { expectClose } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  exampleInstance,
  inputNames,
  mechanisms,
  toLayer,
  uniform,
  withFixedWeights,
  type AnyMechanism,
  type Instance,
} from '../src/index.js';
import { cases } from './support/cases.js';

beforeAll(() => chooseBackend());

const inputsOf = (instance: Instance): tf.Tensor[] => leaves(instance.input).map(([, leaf]) => leaf);

function modelOf(mechanism: AnyMechanism, config: object, inputs: tf.Tensor[]): layers.LayersModel {
  const symbols = inputs.map((leaf) => layers.input({ shape: leaf.shape.slice(1) }));
  const layer = toLayer(mechanism, config, { seed: 5 });
  const output = layer.apply(symbols.length === 1 ? symbols[0]! : symbols) as layers.SymbolicTensor;
  return layers.model({ inputs: symbols, outputs: output });
}

/** Saves a model in memory and loads it again. */
async function roundTrip(model: layers.LayersModel): Promise<layers.LayersModel> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  return layers.loadLayersModel(tf.io.fromMemory(saved!));
}

describe('every mechanism is a layer that saves, loads and gives what the function gives', () => {
  it.each(cases)('%s', async (_title, mechanism, example) => {
    const instance = exampleInstance(mechanism, rng(1), example);
    const inputs = inputsOf(instance);
    const model = modelOf(mechanism, instance.config, inputs);
    const fed = inputs.length === 1 ? inputs[0]! : inputs;
    const output = model.predict(fed, { batchSize: 8 }) as tf.Tensor;
    expect(model.outputs[0]!.shape.slice(1)).toEqual(output.shape.slice(1));
    // The same seed, the same parameters: the function must give the same.
    const twin = exampleInstance(mechanism, rng(5), example);
    expectClose(output, twin.apply(twin.params, instance.input).output, { rtol: 1e-5, atol: 1e-6 });
    const loaded = await roundTrip(model);
    expectClose(loaded.predict(fed, { batchSize: 8 }) as tf.Tensor, output, { rtol: 0, atol: 0 });
  });
});

describe('a layer trains', () => {
  it.each([
    ['se', mechanisms.se, 'code'],
    ['non-local', mechanisms.nl, 'embedded gaussian'],
    ['cbam', mechanisms.cbam, 'code'],
  ] as [string, AnyMechanism, string][])(
    '%s: the loss falls, weights and statistics move, and all are saved',
    async (_title, mechanism, example) => {
      const instance = exampleInstance(mechanism, rng(1), example);
      const inputs = inputsOf(instance);
      const model = modelOf(mechanism, instance.config, inputs);
      model.compile({ optimizer: tf.train.adam(0.03), loss: 'meanSquaredError' });
      const target = tf.mul(tf.abs(inputs[0]!), 0.5);
      const before = model.getWeights().map((weight) => Array.from(weight.dataSync()));
      const history = await model.fit(inputs[0]!, target, { epochs: 12, verbose: 0, batchSize: 2 });
      const losses = history.history['loss'] as number[];
      expect(losses.at(-1)!).toBeLessThan(losses[0]!);
      const after = model.getWeights().map((weight) => Array.from(weight.dataSync()));
      expect(
        after.filter((values, index) => values.some((value, at) => value !== before[index]![at])).length,
      ).toBeGreaterThan(0);
      const statistics = model.layers.at(-1)!.nonTrainableWeights;
      for (const weight of statistics) {
        const initial = weight.name.includes('variance') ? 1 : 0;
        expect(
          Array.from(weight.read().dataSync()).some((value) => value !== initial),
          weight.name,
        ).toBe(true);
      }
      const loaded = await roundTrip(model);
      const [now, again] = [model, loaded].map((each) => each.predict(inputs[0]!) as tf.Tensor);
      expectClose(again!, now!, { rtol: 0, atol: 0 });
    },
  );

  it('without a leak', async () => {
    const instance = exampleInstance(mechanisms.cbam, rng(1), 'code');
    const x = instance.input as tf.Tensor;
    const model = modelOf(mechanisms.cbam, instance.config, [x]);
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.fit(x, x, { epochs: 1, verbose: 0 });
    const before = tf.memory().numTensors;
    await model.fit(x, x, { epochs: 3, verbose: 0 });
    tf.dispose(model.predict(x));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the edges of a layer', () => {
  it('takes several inputs in a declared order', () => {
    expect(inputNames(mechanisms['multi-head'])).toEqual(['key', 'query', 'value']);
    expect(inputNames(mechanisms.se)).toEqual([]);
  });

  it('knows which axes of its output are not known', () => {
    const symbol = layers.input({ shape: [null, null, 8] });
    const output = toLayer(mechanisms.eca, { channels: 8 }).apply(symbol) as layers.SymbolicTensor;
    expect(output.shape).toEqual([null, null, null, 8]);
  });

  it('refuses a mechanism that could not be loaded again, and a number of inputs that is not its own', () => {
    expect(() => toLayer(withFixedWeights(mechanisms.se, uniform), { channels: 8 })).toThrow(
      /expected one of the registry.*found another 'se'/,
    );
    const layer = toLayer(mechanisms['multi-head'], { features: 6, heads: 2 });
    expect(() => layer.apply([tf.zeros([1, 2, 6]), tf.zeros([1, 2, 6])])).toThrow(
      /multi-head layer inputs: expected 3 \(key, query, value\), found 2/,
    );
  });

  it('gives the mechanism’s own message for a configuration that cannot be', () => {
    const layer = toLayer(mechanisms.se, { channels: 10, reduction: 4 });
    expect(() => layer.apply(tf.zeros([1, 2, 2, 10]))).toThrow(/squeeze-excite channels: expected a multiple/);
  });
});
