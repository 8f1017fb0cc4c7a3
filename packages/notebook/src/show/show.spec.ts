import { isObject, type JsonObject } from '@atlas/schemas';
import { decode } from 'fast-png';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { collect, textOf } from '../../test/collect.js';
import { type Output } from '../display/sink.js';
import { createShow, type Show } from './show.js';

function shown(use: (show: Show) => void): Output {
  const { sink, outputs } = collect();
  use(createShow(sink));
  const [output] = outputs;
  if (output === undefined || outputs.length !== 1) throw new Error(`expected one output, found ${outputs.length}`);
  return output;
}

function specOf(output: Output): JsonObject {
  const spec = output.data['application/vnd.vegalite.v5+json'];
  if (!isObject(spec)) throw new Error('expected a chart');
  return spec as JsonObject;
}

/** What vega-lite itself complains about. */
function warnings(spec: JsonObject): string[] {
  const found: string[] = [];
  const logger = {
    level: () => logger,
    error: (...parts: readonly unknown[]) => (found.push(parts.join(' ')), logger),
    warn: (...parts: readonly unknown[]) => (found.push(parts.join(' ')), logger),
    info: () => logger,
    debug: () => logger,
  };
  const { $schema: _, ...rest } = spec;
  compile(rest as unknown as TopLevelSpec, { logger: logger as never });
  return found;
}

const caption = { title: 'SE gains 2 points', alt: 'Two bars, the second one higher.' };

describe('show.chart', () => {
  const spec = {
    data: {
      values: [
        { network: 'plain', accuracy: 91.5 },
        { network: 'SE <1>', accuracy: null },
      ],
    },
    mark: 'bar',
    encoding: { x: { field: 'network', type: 'nominal' }, y: { field: 'accuracy', type: 'quantitative' } },
  };

  it('carries the finding as title, the description, and the data as a table', () => {
    const output = shown((show) => show.chart(spec, caption));
    expect(specOf(output)).toEqual({
      $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
      ...spec,
      title: caption.title,
      description: caption.alt,
    });
    expect(warnings(specOf(output))).toEqual([]);
    const html = textOf(output, 'text/markdown');
    expect(html).toContain('<strong>SE gains 2 points</strong><p>Two bars, the second one higher.</p>');
    expect(html).toContain('<summary>Data as a table</summary><table');
    expect(html).toContain('>SE &lt;1&gt;</td>');
    expect(textOf(output)).toBe('SE gains 2 points\nTwo bars, the second one higher.');
  });

  it("keeps the author's subtitle, and shows another table where one is given", () => {
    const titled = { ...spec, title: { text: 'old', subtitle: 'three seeds' } };
    const output = shown((show) => show.chart(titled, { ...caption, table: [{ other: 1 }] }));
    expect(specOf(output)['title']).toEqual({ text: caption.title, subtitle: 'three seeds' });
    expect(textOf(output, 'text/markdown')).toContain('>other</th>');
  });

  it('is as wide as a page in pixels: a container has no width yet when JupyterLab draws', () => {
    expect(specOf(shown((show) => show.chart({ ...spec, width: 'container' }, caption)))['width']).toBe(664);
    expect(specOf(shown((show) => show.chart({ ...spec, width: 200 }, caption)))['width']).toBe(200);
  });

  it.each<[string, unknown, unknown, string]>([
    ['an array', [], caption, 'needs a vega-lite specification, an object, found an array'],
    ['a text', 'bar', caption, 'needs a vega-lite specification, an object, found string'],
    ['nothing to draw', { data: { values: [{ a: 1 }] } }, caption, 'draws nothing: expected one of mark, layer'],
    ['no title', spec, { alt: 'x' }, 'a chart needs a "title"'],
    ['a blank alt', spec, { title: 'x', alt: ' ' }, 'a chart "x" needs an "alt"'],
    ['no options', spec, undefined, 'a chart needs a "title"'],
    ['no data', { mark: 'bar' }, caption, 'has no data table'],
    [
      'remote data',
      { ...spec, layer: [{ data: { url: 'https://example.org/x.csv' }, mark: 'bar' }] },
      caption,
      'loads "https://example.org/x.csv" at /layer/0/data/url',
    ],
    [
      'NaN',
      { ...spec, data: { values: [{ a: Number.NaN }] } },
      caption,
      'the chart "SE gains 2 points" at /data/values/0/a is NaN',
    ],
  ])('refuses %s', (_name, chart, options, message) => {
    expect(() => shown((show) => show.chart(chart as object, options as typeof caption))).toThrow(message);
  });
});

describe('show.heatmap', () => {
  const options = { ...caption, rows: ['the', 'cat', 'the'], columns: ['le', 'chat'], outlined: [[1, 1]] as const };
  const values = [
    [0.9, 0.1],
    [0.2, 0.8],
    [0.5, 0.5],
  ];

  it('keeps words that repeat apart, and outlines the gold links', () => {
    const output = shown((show) => show.heatmap(values, options));
    const spec = specOf(output);
    expect(warnings(spec)).toEqual([]);
    const layers = spec['layer'] as { data: { values: unknown[] } }[];
    expect(layers[0]?.data.values).toHaveLength(6);
    expect(layers[0]?.data.values[4]).toEqual({ row: '2 the', column: '0 le', value: 0.5 });
    expect(layers[1]?.data.values).toEqual([{ row: '1 cat', column: '1 chat' }]);
    const html = textOf(output, 'text/markdown');
    expect(html.match(/<th scope="row"[^>]*>the<\/th>/g)).toHaveLength(2);
  });

  it.each<[string, number, object]>([
    ['grow from 0', 0.5, { scheme: 'blues', domainMin: 0 }],
    ['of both signs differ from 0 towards two colours', -0.5, { scheme: 'blueorange', domainMid: 0 }],
  ])('shows that values %s', (_name, other, scale) => {
    const output = shown((show) => show.heatmap([[1, other]], { ...caption, rows: ['a'], columns: ['b', 'c'] }));
    const [layer] = specOf(output)['layer'] as { encoding: { color: { scale: object } } }[];
    expect(layer!.encoding.color.scale).toEqual(scale);
  });

  it('accepts rows of typed arrays', () => {
    const output = shown((show) =>
      show.heatmap([Float32Array.of(0.5, 0.5)], { ...caption, rows: ['a'], columns: ['b', 'c'] }),
    );
    expect(textOf(output)).toContain(caption.title);
  });

  it.each<[unknown, object, string]>([
    [[[1, 2]], {}, 'needs 3 rows of 2 numbers, as there are labels, found 1 rows'],
    [[[1, 2], [1], [1, 2]], {}, 'row 1 has 1 entries, 1 of them numbers'],
    [
      [
        [1, 2],
        [1, 'x'],
        [1, 2],
      ],
      {},
      'row 1 has 2 entries, 1 of them numbers',
    ],
    [values, { outlined: [[3, 0]] }, 'outlines [3, 0], outside of its 3 x 2 cells'],
    [values, { alt: '' }, 'needs an "alt"'],
  ])('refuses %j with %j', (matrix, change, message) => {
    expect(() => shown((show) => show.heatmap(matrix, { ...options, ...change }))).toThrow(message);
  });
});

describe('show.table', () => {
  it('sets numbers flush right, rounds them, and has headers and a caption', () => {
    const rows = [
      { network: 'plain', accuracy: 0.51236, ok: true },
      { network: 'SE', accuracy: 12345 },
    ];
    const output = shown((show) => show.table(rows, { title: 'Accuracy', decimals: 2, rowHeaders: true }));
    expect(textOf(output)).toBe('Accuracy\nnetwork  accuracy  ok\nplain        0.51  yes\nSE         12,345');
    const html = textOf(output, 'text/html');
    expect(html).toContain('<caption>Accuracy</caption>');
    expect(html).toContain('<th scope="row" style="text-align:left">plain</th>');
    expect(html).toMatch(/<td style="text-align:right[^"]*">0\.51<\/td>/);
    expect(output.data['application/vnd.dataresource+json']).toEqual({
      title: 'Accuracy',
      schema: {
        fields: [
          { name: 'network', type: 'string' },
          { name: 'accuracy', type: 'number' },
          { name: 'ok', type: 'string' },
        ],
      },
      data: [
        { network: 'plain', accuracy: 0.51, ok: true },
        { network: 'SE', accuracy: 12345, ok: null },
      ],
    });
  });

  it('shows only the columns asked for, in their order', () => {
    expect(textOf(shown((show) => show.table([{ a: 1, b: 2 }], { columns: ['b', 'a'] })))).toBe('b  a\n2  1');
  });

  it('refuses rows that are none', () => {
    expect(() => shown((show) => show.table([[1]] as object[]))).toThrow(
      'row 0 must be an object {column: value}, found [1]',
    );
    expect(() => shown((show) => show.table({ a: 1 } as unknown as object[]))).toThrow('needs an array of rows');
    expect(() => shown((show) => show.table([{ a: Number.NaN }], { title: 'T' }))).toThrow(
      'the table "T" at /0/a is NaN',
    );
  });
});

describe('show.image', () => {
  const png = (output: Output): ReturnType<typeof decode> => decode(Buffer.from(textOf(output, 'image/png'), 'base64'));

  it('draws greys from 0 to 1, enlarged without blur, with its alternative text', () => {
    const output = shown((show) =>
      show.image(
        [
          [0, 0.5],
          [1, 2],
        ],
        { ...caption, scale: 2 },
      ),
    );
    const { width, height, channels, data } = png(output);
    expect([width, height, channels]).toEqual([4, 4, 1]);
    expect([...data]).toEqual([0, 0, 128, 128, 0, 0, 128, 128, 255, 255, 255, 255, 255, 255, 255, 255]);
    expect(textOf(output, 'text/html')).toContain(`alt="${caption.alt}"><figcaption>${caption.title}`);
  });

  it('draws colours, and tensors of bytes', () => {
    const colours = png(
      shown((show) =>
        show.image(
          [
            [
              [1, 0, 0],
              [0, 0, 1],
            ],
          ],
          caption,
        ),
      ),
    );
    expect([colours.channels, ...colours.data]).toEqual([3, 255, 0, 0, 0, 0, 255]);
    const tensor = { shape: [1, 2, 1], dtype: 'int32', dataSync: () => Int32Array.of(7, 200) };
    expect([...png(shown((show) => show.image(tensor, caption))).data]).toEqual([7, 200]);
  });

  it('stretches the range that is given', () => {
    expect([...png(shown((show) => show.image([[-1, 0, 1]], { ...caption, range: [-1, 1] }))).data]).toEqual([
      0, 128, 255,
    ]);
  });

  it.each<[unknown, object, string]>([
    [[[1, 2], [3]], {}, 'must all have the same length as the first, [2, 2]'],
    [[[[1, 2]]], {}, 'found [1, 1, 2]'],
    [[], {}, 'has no pixels'],
    [[[Number.NaN]], {}, 'has the value NaN at position 0'],
    [[[1]], { scale: 0.5 }, 'expected a whole scale of 1 or more, found 0.5'],
    [[[1]], { range: [1, 1] }, 'expected a range [low, high] with low < high'],
    [[[1]], { alt: undefined }, 'needs an "alt"'],
  ])('refuses %j with %j', (picture, change, message) => {
    expect(() => shown((show) => show.image(picture as number[][], { ...caption, ...change }))).toThrow(message);
  });
});

describe('show.tensor', () => {
  const tensor = (shape: number[], values: number[], dtype = 'float32'): Parameters<Show['tensor']>[0] => ({
    shape,
    dtype,
    dataSync: () => values,
  });

  it('shows type, shape, statistics and all values of a small one', () => {
    const output = shown((show) => show.tensor(tensor([2, 2], [0, 1, 2, 5]), { title: 'weights' }));
    // Mean 2, variance (4 + 1 + 0 + 9) / 4 = 3.5.
    expect(textOf(output)).toBe(
      'weights: float32 [2, 2]\nfrom 0 to 5, mean 2, standard deviation 1.871, 1 of 4 zero\nall values:\n0  1\n2  5',
    );
    expect(textOf(output, 'text/html')).toContain('<caption>all values</caption>');
  });

  it('shows a corner of a large one and counts what is not finite', () => {
    const text = textOf(
      shown((show) =>
        show.tensor(
          tensor(
            [2, 20, 30],
            Array.from({ length: 1200 }, (_, i) => (i === 3 ? NaN : i === 4 ? Infinity : i)),
          ),
        ),
      ),
    );
    expect(text).toContain('1 NaN, 1 infinite');
    expect(text).toContain('first 8 x 10 values at [0, …]:');
    expect(text).toContain('0  1  2  NaN  Infinity  5');
  });

  it('shows scalars, empty ones and ones without any finite value', () => {
    expect(textOf(shown((show) => show.tensor(tensor([], [7]))))).toContain('tensor: float32 []\nfrom 7 to 7');
    expect(textOf(shown((show) => show.tensor(tensor([0, 3], []))))).toBe('tensor: float32 [0, 3]\nempty');
    expect(textOf(shown((show) => show.tensor(tensor([1], [NaN]))))).toContain('\n1 NaN\n');
    expect(() => shown((show) => show.tensor([1] as unknown as Parameters<Show['tensor']>[0]))).toThrow(
      'needs a tensor, found object',
    );
  });
});

describe('show.formula and show.markdown', () => {
  it('set a formula on a line of its own', () => {
    const output = shown((show) => show.formula(String.raw` f(g(x), x) `));
    expect(output.data).toEqual({
      'text/latex': '$$f(g(x), x)$$',
      'text/markdown': '$$f(g(x), x)$$',
      'text/plain': 'f(g(x), x)',
    });
    expect(() => shown((show) => show.formula('$x$'))).toThrow('adds the dollar signs itself');
    expect(() => shown((show) => show.formula(' '))).toThrow('needs a formula');
  });

  it('pass Markdown on', () => {
    expect(shown((show) => show.markdown('# A')).data['text/markdown']).toBe('# A');
    expect(() => shown((show) => show.markdown(''))).toThrow('needs some text');
  });
});
