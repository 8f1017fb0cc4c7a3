import { examplesOf, run } from '@atlas/testing/examples';
import { expect, it } from 'vitest';

it('has examples in its README that do what the README says', () => {
  const examples = examplesOf(new URL('../README.md', import.meta.url));
  expect(examples).toHaveLength(2);
  for (const example of examples) expect(run(example, new URL('..', import.meta.url)).trim()).toBe('true');
});
