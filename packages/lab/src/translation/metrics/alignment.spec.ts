import { describe, expect, it } from 'vitest';
import { alignmentScore, linksOfWeights } from './alignment.js';

describe('alignmentScore', () => {
  it('counts over the corpus, worked out by hand', () => {
    const score = alignmentScore([
      {
        found: [
          [0, 0],
          [1, 2],
        ],
        sure: [
          [0, 0],
          [1, 1],
          [2, 2],
        ],
      },
      {
        found: [
          [0, 0],
          [0, 1],
        ],
        sure: [[0, 1]],
      },
    ]);
    expect(score).toEqual({ precision: 0.5, recall: 0.5, errorRate: 0.5 });
    expect(
      alignmentScore([
        {
          found: [[0, 0]],
          sure: [
            [0, 0],
            [0, 1],
            [0, 2],
          ],
        },
      ]),
    ).toEqual({
      precision: 1,
      recall: 1 / 3,
      errorRate: 0.5,
    });
  });

  it('demands sure links and allows possible ones, worked out by hand', () => {
    const score = alignmentScore([
      {
        found: [
          [0, 0],
          [1, 1],
          [1, 2],
        ],
        sure: [
          [0, 0],
          [2, 2],
        ],
        possible: [[1, 1]],
      },
    ]);
    expect(score).toEqual({ precision: 2 / 3, recall: 1 / 2, errorRate: 1 - 3 / 5 });
  });

  it('counts a link given twice once', () => {
    expect(
      alignmentScore([
        {
          found: [
            [0, 0],
            [0, 0],
          ],
          sure: [[0, 0]],
        },
      ]).precision,
    ).toBe(1);
  });

  it('does not score nothing', () => {
    expect(() => alignmentScore([{ found: [[0, 0]], sure: [] }])).toThrow(/found 1 links and 0 sure gold links/);
  });
});

describe('linksOfWeights', () => {
  const weights = [
    [0.5, 0.3, 0.2],
    [0.1, 0.1, 0.8],
  ];

  it.each([
    [
      0.5,
      [
        [0, 0],
        [0, 1],
        [1, 2],
      ],
    ],
    [
      1,
      [
        [0, 0],
        [1, 2],
      ],
    ],
    [
      0.1,
      [
        [0, 0],
        [0, 1],
        [0, 2],
        [1, 0],
        [1, 1],
        [1, 2],
      ],
    ],
  ])('keeps what has a share of %d of the heaviest', (share, links) => {
    expect(linksOfWeights(weights, share)).toEqual(links);
  });

  it('refuses a share of nothing', () => {
    expect(() => linksOfWeights(weights, 0)).toThrow(/expected a number above 0 and up to 1, found 0/);
  });
});
