import { describe, expect, it } from 'vitest';
import { fatesOf } from './statements.js';

describe('the statements of the survey', () => {
  it('stay open until a claim has a verdict', () => {
    const fates = fatesOf([], [{ name: '05-channel', statements: ['S11'] }]);
    expect(fates.find(({ statement }) => statement.id === 'S11')).toMatchObject({
      fate: 'open',
      chapters: ['05-channel'],
    });
    expect(fates.find(({ statement }) => statement.id === 'S4')?.fate).toBe('shown');
  });
});
