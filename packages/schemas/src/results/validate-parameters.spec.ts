import { describe, expect, it } from 'vitest';
import { type NotebookContract } from '../contract/contract.js';
import { validateParameters } from './validate-parameters.js';

const contract: NotebookContract = {
  title: 'A notebook',
  type: 'object',
  properties: {},
  atlas: {
    question: 'Does it hold?',
    statements: [],
    parameters: { type: 'object', properties: { seeds: { type: 'integer', minimum: 1 } } },
    profiles: { smoke: { seeds: 1 }, default: { seeds: 3 }, full: { seeds: 5 } },
    claims: {},
    checks: {},
  },
};

describe('validateParameters', () => {
  it('accepts values that match', () => {
    expect(validateParameters(contract, { seeds: 2 })).toEqual([]);
  });

  it('names every wrong, unknown and missing value', () => {
    expect(validateParameters(contract, { seeds: 0 })).toEqual([
      { pointer: '/parameters/seeds', message: 'must be >= 1, found 0' },
    ]);
    expect(validateParameters(contract, { seed: 2 }).map((problem) => problem.message)).toEqual([
      'lacks the property "seeds"',
      'has the unknown property "seed"',
    ]);
  });
});
