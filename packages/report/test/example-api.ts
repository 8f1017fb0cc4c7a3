import { type ApiPackage } from '../src/model/api.js';

/** A described package with what strains a page: a long line, markup in a docstring, formulas, every kind of fact. */
export const exampleApi: ApiPackage = {
  name: '@atlas/attention',
  description: 'Mechanisms of the example',
  modules: [
    {
      source: 'src/mechanisms/squeeze-excite.ts',
      head: 'Squeeze-and-Excitation, as Attention(x) = f(g(x), x):\n\n  g(x) = σ(W₂ δ(W₁ z))\n\nDifferences: `none`.',
      symbols: [
        {
          name: 'gExample',
          kind: 'function',
          signature: `function gExample(params: ExampleParams, ${'aVeryLongName: tf.Tensor4D, '.repeat(8)}last: 1): tf.Tensor2D;`,
          docstring: {
            text: 'One weight per channel, <script>alert(1)</script>.',
            parameters: [{ name: 'params', text: '[channel, hidden]' }],
            returns: '[batch, channel]',
            throws: ['RangeError when `channels` is no integer'],
          },
        },
        {
          name: 'ExampleParams',
          kind: 'type',
          signature: 'type ExampleParams = {\n  /** W₁ */\n  down: DenseParams;\n};',
          docstring: { text: '', parameters: [], returns: '', throws: [] },
        },
      ],
    },
  ],
};
