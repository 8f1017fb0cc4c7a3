import { expect, test } from 'vitest';
import { bytes, table } from './table.js';

test('columns line up, numbers to the right', () => {
  expect(
    table([
      ['name', 'n'],
      ['a', 5],
      ['bcdef', 12],
    ]),
  ).toBe('name   n\n─────  ──\na       5\nbcdef  12\n');
});

test.each([
  [999, '999 B'],
  [24_100_000, '24.1 MB'],
  [5e13, '50000.0 GB'],
])('%i bytes are %s', (count, text) => expect(bytes(count)).toBe(text));
