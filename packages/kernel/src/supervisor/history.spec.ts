import { describe, expect, it } from 'vitest';
import { History } from './history.js';

function history(): History {
  const made = new History();
  ['const a = 1', 'a + 1', 'f(a)', 'a + 1'].forEach((code, index) => made.add(index + 1, code));
  made.setOutput(4, '2');
  return made;
}

describe('History', () => {
  it('gives the last entries', () => {
    expect(history().answer({ hist_access_type: 'tail', n: 2, output: false })).toEqual({
      status: 'ok',
      history: [
        [0, 3, 'f(a)'],
        [0, 4, 'a + 1'],
      ],
    });
  });

  it('gives outputs when asked, null where there is none', () => {
    expect(history().answer({ hist_access_type: 'tail', n: 2, output: true })['history']).toEqual([
      [0, 3, ['f(a)', null]],
      [0, 4, ['a + 1', '2']],
    ]);
  });

  it('gives a range of this session only', () => {
    const range = { hist_access_type: 'range', start: 2, stop: 4, output: false };
    expect(history().answer({ ...range, session: 0 })['history']).toEqual([
      [0, 2, 'a + 1'],
      [0, 3, 'f(a)'],
    ]);
    expect(history().answer({ ...range, session: 7 })['history']).toEqual([]);
  });

  it('searches by glob, and takes other characters as they are', () => {
    const search = { hist_access_type: 'search', output: false };
    expect(history().answer({ ...search, pattern: 'a + ?' })['history']).toHaveLength(2);
    expect(history().answer({ ...search, pattern: 'f(*' })['history']).toEqual([[0, 3, 'f(a)']]);
    expect(history().answer({ ...search, pattern: 'a +' })['history']).toEqual([]);
    expect(history().answer({ ...search, pattern: '*', n: 1 })['history']).toEqual([[0, 4, 'a + 1']]);
  });

  it('keeps the latest of equal entries when only unique ones are wanted', () => {
    const found = history().answer({ hist_access_type: 'search', pattern: 'a*', unique: true, output: false });
    expect(found['history']).toEqual([[0, 4, 'a + 1']]);
  });

  it('answers an unknown question with nothing', () => {
    expect(history().answer({})).toEqual({ status: 'ok', history: [] });
  });
});
