import { expect, it } from 'vitest';
import { StopRequest } from '../execute/stop.js';
import { watchMemory } from './watch-limits.js';

const megabyte = 1024 * 1024;
const kernel = { peakMemory: () => 300 * megabyte };

it.each([
  [{}, /more than the .* it may$/],
  [{ advice: { memory: 'give its job more with --memory' } }, /it may; give its job more with --memory$/],
])('says how much memory was held, and where to get more if the caller knows: %j', (options, message) => {
  const stop = new StopRequest();
  const watch = watchMemory(kernel, { memoryLimit: 200 * megabyte, ...options }, stop);
  watch.peak();
  watch.dispose();
  expect(stop.reason).toMatchObject({ kind: 'out-of-memory', message: expect.stringMatching(message) as unknown });
});

it('leaves a kernel alone that stays below its limit', () => {
  const stop = new StopRequest();
  const watch = watchMemory(kernel, { memoryLimit: 400 * megabyte }, stop);
  expect(watch.peak()).toBe(300 * megabyte);
  watch.dispose();
  expect(stop.reason).toBeUndefined();
});
