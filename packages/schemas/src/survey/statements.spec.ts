import { describe, expect, it } from 'vitest';
import { statements } from './statements.js';

describe('the statements of the survey', () => {
  it('are numbered without gaps, in order', () => {
    expect(statements.map(({ id }) => id)).toEqual(Array.from({ length: 34 }, (_, index) => `S${index + 1}`));
  });
  it('have a source or a reason wherever no measurement decides', () => {
    for (const { kind, note, id } of statements) if (kind !== 'measured') expect(note?.length, id).toBeGreaterThan(20);
  });
});
