import { examplesOf, run } from '@atlas/testing/examples';
import { expect, it } from 'vitest';

it('has an example in its README that learns', () => {
  const [example, ...more] = examplesOf(new URL('../README.md', import.meta.url));
  expect(more).toEqual([]);
  const [backend, ...lines] = run(example!, new URL('..', import.meta.url))
    .trim()
    .split('\n');
  expect(backend).toMatch(/^(tensorflow|cpu)$/);
  const losses = lines.map((line) => line.split(' ').map(Number));
  expect(losses.map(([step]) => step)).toEqual([50, 100, 150, 200]);
  expect(losses[3]![1]!).toBeLessThan(losses[0]![1]! / 2);
});
