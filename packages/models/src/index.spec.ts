import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import * as surface from './index.js';

it('has a stable public surface', () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "convolutionUnit",
      "costAttentionNames",
      "costModelNames",
      "costOf",
      "costOfMechanism",
      "costOfNetwork",
      "costUnits",
      "decodeEightBit",
      "describedNetwork",
      "digitNetwork",
      "encodeEightBit",
      "encodeRnnEncoderDecoder",
      "encodeRnnSearch",
      "encodeTransformer",
      "evenAttention",
      "exactCosts",
      "gatedSequence",
      "gatedStep",
      "hybridLoss",
      "initConvolutionUnit",
      "initGatedInput",
      "initGatedUnit",
      "initRecurrentAttention",
      "initResidualBlock",
      "initResidualNetwork",
      "initRetriever",
      "initRnnEncoderDecoder",
      "initRnnSearch",
      "initTransformer",
      "loadNetwork",
      "loadTranslator",
      "multiplies",
      "padding",
      "planBlocks",
      "publishedAttention",
      "publishedAttentionNames",
      "publishedCosts",
      "publishedDifferences",
      "recurrentAttention",
      "residualBlock",
      "residualClassifier",
      "residualDepths",
      "residualNetwork",
      "resnet",
      "retrieverScores",
      "rnnEncoderDecoder",
      "rnnEncoderDecoderTranslator",
      "rnnSearch",
      "rnnSearchTranslator",
      "saveNetwork",
      "saveTranslator",
      "secondOrderNetwork",
      "selectiveKernelNetwork",
      "sinusoidalPositions",
      "stepRnnEncoderDecoder",
      "stepRnnSearch",
      "stepTransformer",
      "transformer",
      "transformerSizes",
      "transformerTranslator",
      "typicalInputs",
      "weightAction",
      "writeGreedily",
    ]
  `);
});

it('can be required, as a notebook cell does', () => {
  const required = createRequire(import.meta.url)('@atlas/models') as object;
  expect(Object.keys(required).sort()).toEqual(Object.keys(surface).sort());
});
