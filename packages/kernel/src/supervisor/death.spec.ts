import { describe, expect, it } from 'vitest';
import { describeDeath, exitCodeLike } from './death.js';

describe('describeDeath', () => {
  it.each([
    [{ code: 3, signal: null }, 3, 'ended itself with exit code 3'],
    [{ code: 1, signal: null }, undefined, 'ended unexpectedly with exit code 1'],
    [{ code: null, signal: 'SIGKILL' as const }, undefined, 'ran out of memory'],
    [{ code: null, signal: 'SIGABRT' as const }, undefined, 'max-old-space-size'],
    [{ code: null, signal: 'SIGSEGV' as const }, undefined, 'native code crashed'],
    [{ code: null, signal: 'SIGTERM' as const }, undefined, 'ended by SIGTERM'],
  ])('of %o says why', (exit, requested, reason) => {
    const { ename, evalue, traceback } = describeDeath(exit, requested);
    expect(ename).toBe('KernelDied');
    expect(evalue).toContain(reason);
    expect(traceback.join('\n')).toContain('Restart the kernel');
  });
});

describe('exitCodeLike', () => {
  it.each([
    [{ code: 3, signal: null }, 3],
    [{ code: null, signal: 'SIGKILL' as const }, 137],
    [{ code: null, signal: 'SIGABRT' as const }, 134],
    [{ code: null, signal: null }, 1],
  ])('of %o is %i', (exit, code) => {
    expect(exitCodeLike(exit)).toBe(code);
  });
});
