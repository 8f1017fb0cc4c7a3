import { describe, expect, it } from 'vitest';
import { type NotebookContract } from '@atlas/schemas';
import { productOf } from './values.js';

const contract: NotebookContract = {
  title: 'A sweep',
  type: 'object',
  properties: {},
  atlas: {
    question: '?',
    statements: [],
    parameters: {
      properties: {
        seed: { type: 'integer' },
        gate: { type: 'string' },
        sizes: { type: 'array' },
        rate: { type: 'number' },
      },
    },
    profiles: { smoke: {}, default: {}, full: {} },
    claims: {},
    checks: {},
  },
};
const product = (...texts: string[]) => productOf(texts, contract);

describe('the parameters of a sweep', () => {
  it('multiply, the last one changing fastest', () => {
    expect(product('gate=se,eca', 'seed=1..2', 'rate=0.5')).toEqual({
      swept: { gate: ['se', 'eca'], seed: [1, 2] },
      fixed: { rate: 0.5 },
      combinations: [
        { gate: 'se', seed: 1 },
        { gate: 'se', seed: 2 },
        { gate: 'eca', seed: 1 },
        { gate: 'eca', seed: 2 },
      ],
    });
  });

  it('mix ranges and single values', () => {
    expect(product('seed=1..3,7').swept).toEqual({ seed: [1, 2, 3, 7] });
  });

  it('keep lists and quoted texts together', () => {
    expect(product('sizes=[1,2],[3]').swept).toEqual({ sizes: [[1, 2], [3]] });
    expect(product('gate="a,b",c').swept).toEqual({ gate: ['a,b', 'c'] });
    expect(product('gate="1..3"').fixed).toEqual({ gate: '1..3' });
  });

  it('ask for one run where every parameter has one value', () => {
    expect(product('seed=4')).toEqual({ swept: {}, fixed: { seed: 4 }, combinations: [{}] });
    expect(product()).toEqual({ swept: {}, fixed: {}, combinations: [{}] });
  });

  it.each([
    ['seed', 'expected a parameter as name=value, found "seed"'],
    ['seed=8..1', 'the range counts down; write 1..8'],
    ['seed=1..20000', 'at most 10000 values, found 20000'],
    ['gate=a,,b', 'a value between the commas is empty'],
    ['seed=1..3,2', 'the value 2 appears twice'],
    ['rate=fast', 'expected "number" as JSON, found fast'],
  ])('refuse %s', (text, message) => {
    expect(() => product(text)).toThrow(message);
  });

  it('refuse a parameter that is given twice, and more runs than anybody wants', () => {
    expect(() => product('seed=1', 'seed=2')).toThrow('-p seed=… is given twice');
    expect(() => product('seed=1..1000', 'rate=1..1000')).toThrow('the sweep has 1000000 runs');
  });
});
