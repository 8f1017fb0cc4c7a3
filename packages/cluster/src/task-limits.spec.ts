import { describe, expect, it } from 'vitest';
import { limitsWithin } from './task-limits.js';

const megabyte = 1024 * 1024;

describe('the limits of a run inside its job', () => {
  it('leave a tenth of the time, at most half a minute, to save what is there', () => {
    expect(limitsWithin({ seconds: 100 }, undefined).runTimeout).toBe(90_000);
    expect(limitsWithin({ seconds: 7200 }, undefined).runTimeout).toBe(7_170_000);
  });

  it('leave memory to the program beside the kernel, at most a quarter', () => {
    expect(limitsWithin({ memoryMegabytes: 4096 }, undefined).memoryLimit).toBe((4096 - 150) * megabyte);
    expect(limitsWithin({ memoryMegabytes: 400 }, undefined).memoryLimit).toBe(300 * megabyte);
  });

  it('name the option that gives more', () => {
    expect(limitsWithin({ seconds: 100 }, 95_000)).toMatchObject({
      runTimeout: 90_000,
      advice: { time: 'give its job more with --time', memory: 'give its job more with --memory' },
    });
    expect(limitsWithin({ seconds: 100 }, 60_000)).toEqual({
      runTimeout: 60_000,
      advice: { memory: 'give its job more with --memory' },
    });
  });

  it('are none where neither the job nor the command has any', () => {
    const { runTimeout, memoryLimit } = limitsWithin({}, undefined);
    expect([runTimeout, memoryLimit]).toEqual([undefined, undefined]);
  });
});
