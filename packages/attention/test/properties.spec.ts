import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { chooseBackend, child, leaves, mapTree, permutation, randomNormal, rng, type TensorTree } from '@atlas/tensor';
import { distinctSizes, expectClose, holdsFor, seeds } from '@atlas/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  channelAttention,
  createInstance,
  initMultiHead,
  initNonLocal,
  initPositionAttention,
  initSelectiveKernel,
  initSqueezeExcite,
  initTemporalGate,
  linearMemory,
  mechanisms,
  multiHead,
  nonLocal,
  normaliseMaps,
  positionAttention,
  pyramidPool,
  randomParams,
  scaledDotProduct,
  scaledDotProductMechanism,
  selectiveKernel,
  squeezeExcite,
  temporalGate,
  type QueryKeyValue,
} from '../src/index.js';
import { cases, randomInstance } from './support/cases.js';

beforeAll(() => chooseBackend());

const close = { rtol: 1e-4, atol: 1e-5 };

/** query [b, n, d], key [b, m, d], value [b, m, e] with sizes that cannot be confused. */
const attentionInput = fc.record({ sizes: distinctSizes(5, 11), seed: seeds() }).map(({ sizes, seed }) => ({
  sizes: sizes as [number, number, number, number, number],
  draw: (): QueryKeyValue => {
    const [b, n, m, d, e] = sizes as [number, number, number, number, number];
    const source = rng(seed);
    return {
      query: randomNormal(child(source, 'query'), [b, n, d]),
      key: randomNormal(child(source, 'key'), [b, m, d]),
      value: randomNormal(child(source, 'value'), [b, m, e]),
    };
  },
  order: (length: number) => tf.tensor1d(permutation(child(rng(seed), 'order'), length), 'int32'),
}));

const image = fc.record({ sizes: distinctSizes(3, 7), seed: seeds() }).map(({ sizes, seed }) => ({
  draw: (channels: number): tf.Tensor4D => {
    const [b, h, w] = sizes as [number, number, number];
    return randomNormal(rng(seed), [b, h, w, channels]);
  },
  seed,
}));

const distributions = new Set([
  'additive',
  'similarity-attention',
  'naive-self-attention',
  'scaled-dot-product',
  'self-attention',
  'multi-head',
  'danet-position',
  'danet-channel',
  'apnb',
  'afnb',
]);
const gates = new Set(['se', 'eca', 'cbam', 'bam', 'gsop', 'temporal-gate']);

describe('weights are what they are called', () => {
  it.each(cases.filter(([, { name }]) => distributions.has(name)))(
    '%s: rows are distributions',
    (_t, mechanism, example) => {
      holdsFor(
        fc.integer({ min: 0, max: 1e6 }),
        (seed) => {
          const instance = randomInstance(mechanism, example, seed);
          const weights = instance.g(instance.params, instance.input) as tf.Tensor;
          expectClose(tf.sum(weights, -1), tf.ones(weights.shape.slice(0, -1)), close);
          expect(tf.min(weights).dataSync()[0]).toBeGreaterThanOrEqual(0);
        },
        10,
      );
    },
  );

  const sigmoid = cases.filter(([, { name }, example]) => gates.has(name) && example !== 'max tanh');
  it.each(sigmoid)('%s: gates lie in [0, 1]', (_title, mechanism, example) => {
    holdsFor(
      fc.integer({ min: 0, max: 1e6 }),
      (seed) => {
        const instance = randomInstance(mechanism, example, seed);
        for (const [, leaf] of leaves(instance.g(instance.params, instance.input))) {
          expect(tf.min(leaf).dataSync()[0]).toBeGreaterThanOrEqual(0);
          expect(tf.max(leaf).dataSync()[0]).toBeLessThanOrEqual(1);
        }
      },
      10,
    );
  });

  it('the branches of a selective kernel share each channel', () => {
    const params = initSelectiveKernel({ channels: 6, groups: 2, minimum: 3 }, rng(1));
    holdsFor(image, ({ draw }) => {
      const { weights } = selectiveKernel(params, draw(6), { groups: 2 });
      expectClose(tf.sum(weights, 1), tf.ones([weights.shape[0], 6]), close);
    });
  });
});

describe('every example of a batch is treated by itself', () => {
  it.each(cases)('%s', (_title, mechanism, example) => {
    const instance = randomInstance(mechanism, example);
    const last = (tree: TensorTree) => mapTree(tree, (leaf) => tf.slice(leaf, [leaf.shape[0]! - 1], [1]));
    const whole = instance.apply(instance.params, instance.input).output;
    const alone = instance.apply(instance.params, last(instance.input)).output;
    expectClose(alone, last(whole) as tf.Tensor, close);
  });
});

describe('scaled dot product', () => {
  const attend = (input: QueryKeyValue) => scaledDotProduct<tf.Tensor3D>({}, input).output;

  it('does not see the order of keys and values', () => {
    holdsFor(attentionInput, ({ draw, order, sizes }) => {
      const input = draw();
      const places = order(sizes[2]);
      const shuffled = { ...input, key: tf.gather(input.key, places, 1), value: tf.gather(input.value, places, 1) };
      expectClose(attend(shuffled), attend(input), close);
    });
  });

  it('gives permuted outputs for permuted queries', () => {
    holdsFor(attentionInput, ({ draw, order, sizes }) => {
      const input = draw();
      const places = order(sizes[1]);
      expectClose(
        attend({ ...input, query: tf.gather(input.query, places, 1) }),
        tf.gather(attend(input), places, 1),
        close,
      );
    });
  });

  it('is what it would be without a key that is masked', () => {
    holdsFor(attentionInput, ({ draw, sizes: [b, , m, d, e] }) => {
      const input = draw();
      const mask = tf.cast(tf.less(tf.range(0, m), m - 1), 'bool');
      const without = {
        ...input,
        key: tf.slice(input.key, [0, 0, 0], [b, m - 1, d]),
        value: tf.slice(input.value, [0, 0, 0], [b, m - 1, e]),
      };
      expectClose(scaledDotProduct<tf.Tensor3D>({}, input, { mask }).output, attend(without), close);
    });
  });

  it('does not see a shift that all keys share', () => {
    holdsFor(attentionInput, ({ draw, sizes }) => {
      const input = draw();
      const shift = randomNormal(rng(5), [1, 1, sizes[3]]);
      expectClose(attend({ ...input, key: tf.add(input.key, shift) as tf.Tensor3D }), attend(input), {
        rtol: 1e-3,
        atol: 1e-4,
      });
    });
  });

  it('equals its form in linear memory, whatever the block', () => {
    holdsFor(
      fc.tuple(attentionInput, fc.integer({ min: 1, max: 12 }), fc.boolean()),
      ([{ draw }, blockSize, causal]) => {
        const input = draw();
        const plain = scaledDotProduct<tf.Tensor3D>({}, input, { causal }).output;
        expectClose(linearMemory({}, input, { blockSize, causal }).output, plain, { rtol: 1e-5, atol: 1e-5 });
      },
    );
  });

  it('is one head of multi-head attention with projections that change nothing', () => {
    holdsFor(
      seeds(),
      (seed) => {
        const x = randomNormal(rng(seed), [2, 5, 3]);
        const kernel = tf.eye(3);
        const one = { query: { kernel }, key: { kernel }, value: { kernel }, output: { kernel } };
        const input = { query: x, key: x, value: x };
        expectClose(multiHead(one, input, { heads: 1 }).output, attend(input), close);
      },
      10,
    );
  });
});

describe('symmetries of the others', () => {
  it('multi-head self-attention without positions is equivariant to the order of its words', () => {
    const params = initMultiHead({ features: 6, heads: 2 }, rng(1));
    const self = (x: tf.Tensor3D) => multiHead(params, { query: x, key: x, value: x }, { heads: 2 }).output;
    holdsFor(seeds(), (seed) => {
      const x = randomNormal(rng(seed), [2, 7, 6]);
      const places = tf.tensor1d(permutation(rng(seed), 7), 'int32');
      expectClose(self(tf.gather(x, places, 1)), tf.gather(self(x), places, 1), close);
    });
  });

  /** An image with its positions in another order. */
  const shuffled = (x: tf.Tensor4D, seed: number): tf.Tensor4D => {
    const [b, h, w, c] = x.shape;
    const places = tf.tensor1d(permutation(rng(seed), h * w), 'int32');
    return tf.reshape(tf.gather(tf.reshape(x, [b, h * w, c]), places, 1), [b, h, w, c]);
  };

  const position = randomParams(initPositionAttention({ channels: 6, reduction: 2 }, rng(1)), rng(2));
  const block = randomParams(initNonLocal({ channels: 6 }, rng(1)), rng(2));
  const squeeze = initSqueezeExcite({ channels: 6, reduction: 2 }, rng(1));
  const blind: [string, (x: tf.Tensor4D) => tf.Tensor4D][] = [
    ['position attention', (x) => positionAttention(position, x).output],
    ['channel attention', (x) => channelAttention({ scale: tf.scalar(0.7) }, x).output],
    ['the non-local block', (x) => nonLocal(block, x).output as tf.Tensor4D],
    ['squeeze-and-excitation', (x) => squeezeExcite(squeeze, x).output],
  ];
  it.each(blind)('%s is equivariant to the order of pixels', (_title, apply) => {
    holdsFor(
      image,
      ({ draw, seed }) => {
        const x = draw(6);
        expectClose(apply(shuffled(x, seed)), shuffled(apply(x), seed), { rtol: 1e-3, atol: 1e-4 });
      },
      20,
    );
  });

  it('the temporal gate sees its neighbours in time and nobody else', () => {
    const params = initTemporalGate({ channels: 4 }, rng(1));
    holdsFor(
      seeds(),
      (seed) => {
        const x = randomNormal(rng(seed), [1, 7, 4]);
        const late = tf.concat([tf.zeros([1, 5, 4]), tf.ones([1, 2, 4])], 1);
        const [before, after] = [x, tf.add(x, late) as tf.Tensor3D].map((at) => temporalGate(params, at).weights);
        expectClose(after!.slice([0, 0], [1, 4]), before!.slice([0, 0], [1, 4]), close);
        expect(tf.max(tf.abs(tf.sub(after!, before!))).dataSync()[0]).toBeGreaterThan(0);
      },
      10,
    );
  });

  it('a pyramid of one bin is the average, and bins of an even image are even', () => {
    holdsFor(
      image,
      ({ draw }) => {
        const x = draw(3);
        expectClose(pyramidPool(x, [1]), tf.mean(x, [1, 2], true).reshape([x.shape[0], 1, 3]), close);
        expectClose(pyramidPool(tf.onesLike(x)), tf.ones([x.shape[0], 110, 3]), close);
        // The gradient of a mean is spread evenly, also where a pyramid has one level only.
        const evenly = tf.fill(x.shape, 1 / (x.shape[1] * x.shape[2]));
        expectClose(tf.grad((given) => pyramidPool(given as tf.Tensor4D, [1]))(x), evenly, close);
      },
      10,
    );
  });

  it('N(.) keeps the place of the maximum and stays in [0, 1]', () => {
    holdsFor(image, ({ draw }) => {
      const x = draw(2);
      const promoted = normaliseMaps(x);
      expect(tf.min(promoted).dataSync()[0]).toBeGreaterThanOrEqual(0);
      expect(tf.max(promoted).dataSync()[0]).toBeLessThanOrEqual(1);
    });
  });
});

describe('randomness', () => {
  it.each(Object.values(mechanisms).map((mechanism) => [mechanism.name, mechanism] as const))(
    '%s: the same seed gives the same parameters, another seed others',
    (_name, mechanism) => {
      const example = Object.keys(mechanism.examples)[0]!;
      const values = (seed: number) =>
        leaves(randomInstance(mechanism, example, seed).params).map(([path, leaf]) => [
          path,
          Array.from(leaf.dataSync()),
        ]);
      expect(values(3)).toEqual(values(3));
      if (values(3).length > 0) expect(values(4)).not.toEqual(values(3));
    },
  );

  it('two matrices of one mechanism never start alike', () => {
    const { query, key } = initMultiHead({ features: 6, heads: 2 }, rng(1));
    expect(Array.from(query.kernel.dataSync())).not.toEqual(Array.from(key.kernel.dataSync()));
  });

  it('an instance of one’s own takes options beyond the configuration', () => {
    const input = scaledDotProductMechanism.examples['plain']!.input(rng(1));
    const mask = tf.cast(tf.less(tf.range(0, 7), 1), 'bool');
    const instance = createInstance(scaledDotProductMechanism, { scale: false }, {}, input, { mask });
    expectClose(instance.g({}, input).slice([0, 0, 0], [2, 3, 1]), tf.ones([2, 3, 1]));
  });
});
