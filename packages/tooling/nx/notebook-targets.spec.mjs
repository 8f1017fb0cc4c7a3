import { expect, test } from 'vitest';
import { notebookTargets } from './notebook-targets.mjs';

const text = "import { rng } from '@atlas/tensor';";

test('notebooks run beside each other, but for those that must run alone', () => {
  expect(notebookTargets(text, '05-channel', false)['run-05-channel-default']?.parallelism).toBe(true);
  expect(notebookTargets(text, '11-speed', true)['run-11-speed-default']?.parallelism).toBe(false);
});

test('a notebook waits for the packages that it imports, and for those of every run', () => {
  const [builds] = notebookTargets(text, '05-channel', false)['run-05-channel-smoke']?.dependsOn ?? [];
  expect(builds).toMatchObject({ target: 'build', projects: expect.arrayContaining(['tensor', 'runner']) });
});
