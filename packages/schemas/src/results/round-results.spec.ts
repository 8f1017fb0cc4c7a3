import { describe, expect, it } from 'vitest';
import { exampleContract } from '../../test/example.js';
import { roundResult, roundResults } from './round-results.js';

describe('roundResults', () => {
  it('rounds each number as its schema says, through references, and leaves the input alone', () => {
    const input = { accuracy: [0.12345, 0.9999], parameters: 7 };
    expect(roundResults(exampleContract(), input)).toEqual({ accuracy: [0.123, 1], parameters: 7 });
    expect(input.accuracy).toEqual([0.12345, 0.9999]);
  });

  it('rounds by the branch that fits', () => {
    const contract = exampleContract();
    contract.properties['note'] = {
      type: 'object',
      additionalProperties: { type: ['number', 'string'], decimals: 1, tolerance: 0 },
    };
    expect(roundResult(contract, 'note', { a: 1.26, b: 'x' })).toEqual({ a: 1.3, b: 'x' });
  });

  it('leaves to validation what does not match', () => {
    expect(roundResult(exampleContract(), 'accuracy', 'high')).toBe('high');
    expect(roundResult(exampleContract(), 'unknown', 0.123456)).toBe(0.123456);
  });
});
