import { type JsonObject, type NotebookContract } from '@atlas/schemas';
import { code, display, notebook, text, type FixtureChapter } from './fixture.js';

const vegaLite = 'application/vnd.vegalite.v5+json';
const seeds = [1, 2, 3, 4, 5];

function contract(
  title: string,
  question: string,
  atlas: Partial<NotebookContract['atlas']>,
  properties: NotebookContract['properties'] = {},
): NotebookContract {
  const profiles = { smoke: { seeds: 1 }, default: { seeds: 5 }, full: { seeds: 5 } };
  const parameters = { type: 'object' as const, properties: { seeds: { type: 'integer' } } };
  return {
    title,
    type: 'object',
    properties,
    atlas: { question, statements: [], parameters, profiles, claims: {}, checks: {}, ...atlas },
  };
}

const lengths = [5, 10, 15, 20, 25, 30];
const byLength = lengths.flatMap((words) => [
  { model: 'RNNsearch', words, bleu: 71 - words * 0.1, low: 69 - words * 0.1, high: 73 - words * 0.1 },
  { model: 'RNNenc-dec', words, bleu: 78 - words * 2.1, low: 75 - words * 2.1, high: 81 - words * 2.1 },
]);

export const lineChart: JsonObject = {
  title: 'RNNenc-dec loses 53 BLEU between 5 and 30 words; RNNsearch loses 3',
  description: 'BLEU over the length of the sentence for two models, with 95 % intervals.',
  data: { values: byLength },
  encoding: {
    x: { field: 'words', type: 'quantitative', title: 'words in the sentence' },
    color: { field: 'model', type: 'nominal', legend: null },
  },
  layer: [
    {
      mark: { type: 'area', opacity: 0.2 },
      encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
    },
    { mark: 'line', encoding: { y: { field: 'bleu', type: 'quantitative', title: 'BLEU' } } },
    {
      transform: [{ filter: 'datum.words === 30' }],
      mark: { type: 'text', align: 'right', dy: -10 },
      encoding: { y: { field: 'bleu', type: 'quantitative' }, text: { field: 'model' } },
    },
  ],
};

const words = ['the', 'small', 'black', 'cat', 'sleeps', '.'];
const weights = words.flatMap((row, i) =>
  words.map((column, j) => ({ row: `${i} ${row}`, column: `${j} ${column}`, value: Math.exp(-Math.abs(i - j) * 1.2) })),
);

export const heatmap: JsonObject = {
  title: 'Each word looks mostly at itself',
  description: 'Attention weights of six words over six words; the diagonal is darkest.',
  width: { step: 26 },
  height: { step: 26 },
  data: { values: weights },
  mark: 'rect',
  encoding: {
    x: {
      field: 'column',
      type: 'ordinal',
      sort: null,
      title: null,
      axis: { orient: 'top', labelAngle: -60, labelExpr: "slice(datum.label, indexof(datum.label, ' ') + 1)" },
    },
    y: {
      field: 'row',
      type: 'ordinal',
      sort: null,
      title: null,
      axis: { labelExpr: "slice(datum.label, indexof(datum.label, ' ') + 1)" },
    },
    color: { field: 'value', type: 'quantitative', title: 'weight', scale: { scheme: 'blues' } },
  },
};

const barChart: JsonObject = {
  title: 'Gates add half a point, with or without the bottleneck',
  data: {
    values: [
      { network: 'plain', accuracy: 0.812, low: 0.803, high: 0.821 },
      { network: 'SE', accuracy: 0.834, low: 0.826, high: 0.842 },
      { network: 'ECA', accuracy: 0.829, low: 0.82, high: 0.838 },
    ],
  },
  layer: [
    {
      mark: 'bar',
      encoding: {
        y: { field: 'network', type: 'nominal', title: null, sort: null },
        x: { field: 'accuracy', type: 'quantitative', title: 'accuracy' },
      },
    },
    {
      mark: 'rule',
      encoding: {
        y: { field: 'network', type: 'nominal', sort: null },
        x: { field: 'low', type: 'quantitative' },
        x2: { field: 'high' },
      },
    },
  ],
};

/** A chapter that was run, one that is only published, one that has never run: every state that a page can have. */
export const exampleChapters: FixtureChapter[] = [
  {
    name: '02-sentences',
    executed: true,
    contract: contract(
      'Sentences',
      'Does a network with a fixed vector lose quality as sentences grow, and does attention repair it?',
      {
        statements: ['S5', 'S6', 'S7'],
        claims: {
          falls: {
            sentence: 'The quality of RNNenc-dec falls with the length of the sentence, that of RNNsearch does not.',
            source: { statement: 'S6', paper: 'Cho et al., 2014', where: 'Figure 4', confidence: 'B' },
            mechanisms: ['additive'],
            rule: {
              test: 'all-of',
              parts: {
                'RNNenc-dec': { test: 'trend-below', threshold: -1, unit: 'BLEU per word' },
                RNNsearch: { test: 'trend-within', margin: 0.3, unit: 'BLEU per word' },
              },
            },
            control: 'RNNsearch with its alignment fixed to uniform weights, trained with the same seeds.',
            expected: 'holds',
            profiles: ['default', 'full'],
          },
          better: {
            sentence: 'RNNsearch translates better than RNNenc-dec.',
            source: { statement: 'S7', paper: 'Bahdanau et al., 2015', where: 'Table 1' },
            mechanisms: ['additive'],
            rule: { test: 'difference-above', threshold: 0, unit: 'BLEU' },
            control: 'The same network with uniform alignment.',
            expected: 'holds',
            profiles: ['default'],
          },
        },
        checks: { 'rows-sum': { sentence: 'Every row of the alignment sums to one.' } },
      },
      {
        byLength: { title: 'BLEU by length', type: 'array' },
        parameters: { title: 'Trainable parameters', type: 'object' },
      },
    ),
    evidence: {
      falls: {
        seeds,
        parts: {
          'RNNenc-dec': {
            x: lengths,
            values: seeds.map((seed) => lengths.map((words) => 78 - words * 2.1 + seed * 0.1)),
          },
          RNNsearch: {
            x: lengths,
            values: seeds.map((seed) => lengths.map((words) => 71 - words * (0.08 + seed * 0.01))),
          },
        },
        control: {
          parts: {
            'RNNenc-dec': {
              x: lengths,
              values: seeds.map((seed) => lengths.map((words) => 70 - words * (0.3 + seed * 0.01))),
            },
            RNNsearch: { x: lengths, values: seeds.map(() => lengths.map((words) => 70 - words * 0.4)) },
          },
        },
      },
      better: {
        seeds,
        values: [68.1, 69.4, 67.7, 70.2, 68.8],
        baseline: [40.3, 41.1, 38.9, 42.6, 40.7],
        control: { values: [41, 40.2, 39.4, 43, 40], baseline: [40.3, 41.1, 38.9, 42.6, 40.7] },
      },
    },
    results: { byLength, parameters: { RNNsearch: 412_416, 'RNNenc-dec': 409_088 } },
    notebook: notebook([
      text(
        '# A vector that is too small\n\nAn encoder-decoder reads a sentence into **one vector** and writes the translation from it. The alignment of RNNsearch is\n\n$$\\alpha_{ij} = \\frac{\\exp(e_{ij})}{\\sum_k \\exp(e_{ik})}, \\qquad c_i = \\sum_j \\alpha_{ij} h_j$$\n\nso that every word $y_i$ has a context $c_i$ of its own. See [the channel chapter](05-channel.ipynb) for images.\n\n> **Differs from the paper.** The vocabulary has 60 words instead of 30,000.',
      ),
      code(
        "import { study, show } from '@atlas/notebook';\nimport { additive } from '@atlas/attention';\nconst atlas = study('02-sentences');",
        [],
        'imports',
      ),
      code('const seeds = 5;', [], 'parameters', ['parameters']),
      text('## Quality over length\n\nThe figure shows both networks.'),
      code(
        "const curves = [];\nfor (const seed of range(seeds)) {\n  const model = trainSearch(seed);\n  // One value per length, in the order of the axis.\n  curves.push(lengths.map((words) => bleu(model, words)));\n}\nconst plain = [];\nfor (const seed of range(seeds)) {\n  const model = trainEncoder(seed);\n  plain.push(lengths.map((words) => bleu(model, words)));\n}\nshow.chart(spec, { title, alt });\natlas.result('byLength', rows);\natlas.claim('falls', { parts: { 'RNNenc-dec': { x, values: plain }, RNNsearch: { x, values: curves } }, seeds, control });",
        [display({ [vegaLite]: lineChart })],
        'curves',
      ),
      text(
        '## Where the network looks\n\n| layer | complexity | path |\n|---|---:|---:|\n| self-attention | $O(n^2 d)$ | 1 |\n| recurrent | $O(n d^2)$ | n |',
      ),
      code(
        "show.heatmap(weights, { title: 'Each word looks mostly at itself', rows: words, columns: words });\natlas.claim('better', { values, baseline, seeds, control });\natlas.check('rows-sum', ok, detail);",
        [display({ [vegaLite]: heatmap }), { output_type: 'stream', name: 'stdout', text: 'trained 5 networks\n' }],
        'heat',
      ),
      text('## What follows\n\nThe fixed vector is the bottleneck.'),
    ]),
  },
  {
    name: '05-channel',
    contract: contract(
      'Channels',
      'Do gates on channels make a small residual network more accurate at equal size?',
      {
        statements: ['S11', 'S13'],
        claims: {
          'se-helps': {
            sentence: 'Squeeze-and-excitation makes a residual network more accurate.',
            source: { statement: 'S11', paper: 'Hu et al., 2018', where: 'Table 2', confidence: 'B' },
            mechanisms: ['se'],
            rule: { test: 'difference-above', threshold: 0.01, unit: 'of accuracy' },
            control: 'The same network with its gates fixed at one half.',
            expected: 'holds',
            profiles: ['default'],
          },
          'eca-equal': {
            sentence: 'ECA is as accurate as SE with fewer parameters.',
            source: { paper: 'Wang et al., 2020', where: 'Table 3' },
            mechanisms: ['eca', 'se'],
            rule: { test: 'difference-within', margin: 0.01, unit: 'of accuracy' },
            control: 'A network without gates.',
            expected: 'not decided',
            profiles: ['default'],
          },
          'bottleneck-hurts': {
            sentence: 'The bottleneck of SE costs accuracy.',
            source: { statement: 'S13', paper: 'Wang et al., 2020', where: 'Table 2' },
            mechanisms: ['se'],
            rule: { test: 'difference-above', threshold: 0.005, unit: 'of accuracy' },
            control: 'Two networks that differ in their seeds only.',
            expected: 'fails',
            profiles: ['default'],
          },
        },
      },
      { accuracy: { title: 'Accuracy by network', type: 'array' } },
    ),
    evidence: {
      'se-helps': {
        seeds,
        values: [0.836, 0.831, 0.838, 0.832, 0.835],
        baseline: [0.812, 0.81, 0.815, 0.811, 0.813],
        control: { values: [0.813, 0.812, 0.81, 0.815, 0.811], baseline: [0.812, 0.81, 0.815, 0.811, 0.813] },
      },
      'eca-equal': {
        seeds,
        values: [0.829, 0.84, 0.818, 0.835, 0.82],
        baseline: [0.836, 0.831, 0.838, 0.832, 0.835],
        control: { values: [0.812, 0.81, 0.815, 0.811, 0.813], baseline: [0.836, 0.831, 0.838, 0.832, 0.835] },
      },
      'bottleneck-hurts': {
        seeds,
        values: [0.83, 0.829, 0.831, 0.83, 0.829],
        baseline: [0.836, 0.831, 0.838, 0.832, 0.835],
        control: { values: [0.83, 0.831, 0.829, 0.832, 0.83], baseline: [0.831, 0.83, 0.832, 0.829, 0.831] },
      },
    },
    results: {
      accuracy: [
        { network: 'plain', mean: 0.8122, parameters: 270_410 },
        { network: 'SE', mean: 0.8344, parameters: 275_300 },
      ],
    },
    notebook: notebook([
      text('# Gates on channels\n\nA gate is one number per channel: $s = \\sigma(W_2 \\delta(W_1 z))$.'),
      code(
        "atlas.result('accuracy', rows);\natlas.claim('se-helps', { values: se, baseline: plain, seeds, control });\natlas.claim('eca-equal', { values: eca, baseline: se, seeds, control });\natlas.claim('bottleneck-hurts', { values: wide, baseline: se, seeds, control });",
        [display({ [vegaLite]: barChart })],
        'train',
      ),
    ]),
  },
  {
    name: '09-form',
    notebook: notebook([text('# One form\n\nNo numbers yet: $f(g(x), x)$.'), code('const x = 1;\nx + 1;')]),
  },
];
