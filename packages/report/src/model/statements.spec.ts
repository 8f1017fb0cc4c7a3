import { describe, expect, it } from 'vitest';
import { fatesOf } from './statements.js';

describe('the statements of the survey', () => {
  it('stay open until a claim has a verdict', () => {
    const fates = fatesOf([], [{ name: '05-channel', statements: ['S11'], passed: {} }]);
    expect(fates.find(({ statement }) => statement.id === 'S11')).toMatchObject({
      fate: 'open',
      chapters: ['05-channel'],
    });
    expect(fates.find(({ statement }) => statement.id === 'S4')?.fate).toBe('shown');
  });

  it('are shown by a check that passed, where they are identities', () => {
    const passed = { loop: { sentence: 'Matrices give the numbers of the loop.', statements: ['S31', 'S34'] } };
    const fates = fatesOf([], [{ name: '01-unified-form', statements: [], passed }]);
    const of = (id: string) => fates.find(({ statement }) => statement.id === id);
    expect(of('S31')).toMatchObject({ fate: 'shown', checks: [{ chapter: '01-unified-form', id: 'loop' }] });
    expect(of('S28')).toMatchObject({ fate: 'open', checks: [] });
  });
});
