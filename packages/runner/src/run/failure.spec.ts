import { describe, expect, it } from 'vitest';
import { exitCodeOf, type FailureKind } from './failure.js';

describe('exitCodeOf', () => {
  const code = (...kinds: FailureKind[]) => exitCodeOf(kinds.map((kind) => ({ kind, message: kind })));

  it('is 0 without failures', () => expect(code()).toBe(0));

  it('takes the first of 130, 143, 2, 1, 3, 4 where several apply', () => {
    expect(code('verdict-unexpected')).toBe(4);
    expect(code('verdict-unexpected', 'results-invalid')).toBe(3);
    expect(code('results-invalid', 'cell-error')).toBe(1);
    expect(code('cell-error', 'kernel-unusable')).toBe(2);
    expect(code('usage', 'terminated')).toBe(143);
    expect(code('terminated', 'interrupted')).toBe(130);
  });
});
