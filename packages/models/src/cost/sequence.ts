import * as tf from '@tensorflow/tfjs-core';
import { requireInteger, type TensorTree } from '@atlas/tensor';
import type { RecurrentTranslatorConfig } from '../recurrent/config.js';
import { rnnEncoderDecoderTranslator } from '../recurrent/rnn-encoder-decoder.js';
import { rnnSearchTranslator } from '../recurrent/rnn-search.js';
import { transformerSizes, type TransformerConfig } from '../transformer/config.js';
import { transformerTranslator } from '../transformer/transformer.js';
import type { Translator } from '../translator.js';
import type { Countable, Countables } from './countable.js';
import { expectChoice, expectOptions, type CostRequest } from './request.js';

/** The translators that can be counted, for a source and a target sentence of `input` words each. */
export const sequenceCountables: Countables = {
  'transformer-base': transformerOf('base'),
  'transformer-big': transformerOf('big'),
  rnnsearch: recurrent(rnnSearchTranslator, 'additive'),
  rnnencdec: recurrent(rnnEncoderDecoderTranslator, null),
};

const variants = ['paper', 'code'] as const;

function transformerOf(size: keyof typeof transformerSizes): Countables[string] {
  return (request) => {
    expectOptions(request, ['layers', 'dModel', 'dFf', 'heads', 'dK', 'vocabulary']);
    const published = transformerSizes[size];
    const variant = expectChoice(request.variant, variants, 'variant') ?? 'paper';
    const { layers, dModel: features, dFf: hidden, heads, dK: keySize, vocabulary = 37_000 } = request;
    const config: TransformerConfig = {
      ...published,
      vocabulary,
      ...(layers !== undefined && { layers }),
      ...(features !== undefined && { features }),
      ...(hidden !== undefined && { hidden }),
      ...(heads !== undefined && { heads }),
      ...(keySize !== undefined && { keySize }),
      // What tensor2tensor calls transformer_base today.
      ...(variant === 'code' && { normalisation: 'pre', positions: 'halves' }),
    };
    const conventions = [`one tied vocabulary of ${vocabulary} words`];
    return translator(transformerTranslator, config, request, { attention: 'multi-head', variant, conventions });
  };
}

function recurrent<Config extends RecurrentTranslatorConfig, Params extends TensorTree, M extends TensorTree>(
  network: Translator<Config, Params, M, TensorTree>,
  attention: string | null,
): Countables[string] {
  return (request) => {
    expectOptions(request, ['vocabulary']);
    const variant = expectChoice(request.variant, variants, 'variant') ?? 'paper';
    const { vocabulary = 30_000 } = request;
    // The equations are printed without biases; the released program has them.
    const bias = variant === 'code';
    const config = {
      sourceVocabulary: vocabulary,
      targetVocabulary: vocabulary,
      bias,
      initialValues: 'paper',
    } as Config;
    const conventions = [`${vocabulary} words a side`, bias ? 'biases' : 'no biases'];
    return translator(network, config, request, { attention, variant, conventions });
  };
}

function translator<Config, Params extends TensorTree, M extends TensorTree, S extends TensorTree>(
  network: Translator<Config, Params, M, S>,
  config: Config,
  request: CostRequest,
  described: Pick<Countable, 'attention' | 'variant' | 'conventions'>,
): Countable {
  const words = requireInteger(request.input ?? 50, 'cost input');
  const { conventions } = described;
  return {
    ...described,
    input: words,
    conventions: [`a source and a target of ${words} words`, ...conventions],
    init: (source) => network.init(config, source),
    forward: (params) => {
      const sentence = () => tf.ones<tf.Rank.R2>([1, words], 'int32');
      network.forward(params as Params, { source: sentence(), target: sentence() }, { config });
    },
    stageOf: (path) => path.split('/')[0]!,
  };
}
