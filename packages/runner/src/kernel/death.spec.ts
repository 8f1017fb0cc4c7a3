import { describe, expect, it } from 'vitest';
import { explainDeath } from './death.js';

describe('explainDeath', () => {
  it('gives the exit code or the signal', () => {
    expect(explainDeath({ code: 3, signal: null }, '', 0)).toMatchObject({
      outOfMemory: false,
      message: 'the kernel exited with code 3',
    });
    expect(explainDeath({ code: null, signal: 'SIGSEGV' }, '', 0).message).toBe(
      'the kernel was ended by the signal SIGSEGV',
    );
  });

  it('does not claim to know why a kernel was killed', () => {
    const death = explainDeath({ code: null, signal: 'SIGKILL' }, '', 0);
    expect(death.outOfMemory).toBe(false);
    expect(death.message).toContain('someone may also have killed it');
  });

  it.each([
    [{ code: null, signal: 'SIGKILL' }, '', 1],
    [{ code: 137, signal: null }, '', 1],
    [
      { code: null, signal: 'SIGABRT' },
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      0,
    ],
    [{ code: 1, signal: null }, 'MemoryError', 0],
    [{ code: null, signal: 'SIGABRT' }, "terminate called after throwing 'std::bad_alloc'", 0],
  ] as const)('recognises a lack of memory: %j', (exit, text, kills) => {
    expect(explainDeath(exit, text, kills)).toMatchObject({ outOfMemory: true });
  });

  it('does not take a mention of memory for the reason of an ordinary end', () => {
    expect(explainDeath({ code: 0, signal: null }, 'out of memory', 0).outOfMemory).toBe(false);
  });
});
