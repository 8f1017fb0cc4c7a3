import { describe, expect, it } from 'vitest';
import { type ResultFile } from '../documents/result-file.js';
import { exampleContract, exampleResults } from '../../test/example.js';
import { compareResults, type Difference } from './compare-results.js';

function differences(change: (file: ResultFile) => unknown): Difference[] {
  const second = exampleResults();
  change(second);
  return compareResults(exampleContract(), exampleResults(), second);
}

describe('compareResults', () => {
  it('finds nothing between equal files, nor in cell ids', () => {
    expect(differences((file) => (file.cells = {}))).toEqual([]);
  });

  it('tells numbers within their tolerance from numbers beyond it', () => {
    const found = differences((file) => (file.results['accuracy'] = [0.94, 0.951, 0.935]));
    expect(found.map(({ pointer, within, message }) => ({ pointer, within, message }))).toEqual([
      {
        pointer: '/results/accuracy/0',
        within: true,
        message: '0.93 and 0.94 differ by 0.01, within the tolerance of 0.01',
      },
      {
        pointer: '/results/accuracy/1',
        within: false,
        message: '0.94 and 0.951 differ by 0.011, more than the tolerance of 0.01',
      },
    ]);
  });

  it('allows whole numbers and parameters no difference', () => {
    const found = differences((file) => {
      file.results['parameters'] = 1201;
      file.parameters['seeds'] = 4;
    });
    expect(found.map(({ pointer, within }) => [pointer, within])).toEqual([
      ['/parameters/seeds', false],
      ['/results/parameters', false],
    ]);
  });

  it('says what is only in one of them', () => {
    const found = differences((file) => {
      file.results['note'] = 'new';
      file.results['accuracy'] = [0.93, 0.94];
    });
    expect(found.map(({ pointer, message }) => `${pointer}: ${message}`)).toEqual([
      '/results/accuracy/2: only the first has 0.935',
      '/results/note: only the second has "new"',
    ]);
  });

  it('uses the tolerance of a claim for its evidence, and none for its verdict', () => {
    const found = differences((file) => {
      const record = file.claims['se-helps'];
      if (record === undefined) return;
      record.evidence = { ...record.evidence, values: [93.05, 94.2, 93.5] };
      record.decision = { ...record.decision, verdict: 'not decided', reason: 'another' };
    });
    expect(found.map(({ pointer, within }) => [pointer, within])).toEqual([
      ['/claims/se-helps/decision/verdict', false],
      ['/claims/se-helps/evidence/values/0', true],
      ['/claims/se-helps/evidence/values/1', false],
    ]);
  });

  it('mentions other bytes of an artifact, and refuses an artifact that is gone', () => {
    const artifact = { path: 'artifacts/01-x/default/weights', sha256: 'a'.repeat(64), bytes: 8 };
    const first = { ...exampleResults(), artifacts: { weights: artifact } };
    const second = { ...first, artifacts: { weights: { ...artifact, sha256: 'b'.repeat(64), bytes: 9 } } };
    expect(compareResults(exampleContract(), first, second).map(({ pointer, within }) => [pointer, within])).toEqual([
      ['/artifacts/weights/bytes', true],
      ['/artifacts/weights/sha256', true],
    ]);
    const gone = { ...first, artifacts: {} };
    expect(compareResults(exampleContract(), first, gone).map(({ within }) => within)).toEqual([false]);
  });
});
