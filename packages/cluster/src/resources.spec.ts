import { describe, expect, it } from 'vitest';
import { clockText, megabytesOf, resourcesOf, secondsOf } from './resources.js';

describe('resources', () => {
  it.each([
    ['90', 5400],
    ['1:30:00', 5400],
    ['0:00:30', 30],
    ['2-01:00:00', 176_400],
  ])('reads the time %s', (text, seconds) => {
    expect(secondsOf(text)).toBe(seconds);
  });

  it.each(['', '0', 'soon', '1:90:00', '-5', '1h'])('refuses the time "%s"', (text) => {
    expect(() => secondsOf(text)).toThrow('time: expected minutes');
  });

  it.each([
    ['800M', 800],
    ['4G', 4096],
    ['4GB', 4096],
    ['1t', 1_048_576],
  ])('reads the memory %s', (text, megabytes) => {
    expect(megabytesOf(text)).toBe(megabytes);
  });

  it.each(['', '4', '0G', '4 G', 'much'])('refuses the memory "%s"', (text) => {
    expect(() => megabytesOf(text)).toThrow('memory: expected a size');
  });

  it('leaves out what is not asked for', () => {
    expect(resourcesOf({})).toEqual({});
    expect(resourcesOf({ cores: 2, time: '1' })).toEqual({ cores: 2, seconds: 60 });
  });

  it('writes times for Slurm', () => {
    expect(clockText(95_400)).toBe('26:30:00');
    expect(clockText(61)).toBe('00:01:01');
  });
});
