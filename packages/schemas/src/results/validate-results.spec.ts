import { describe, expect, it } from 'vitest';
import { type ResultFile } from '../documents/result-file.js';
import { exampleContract, exampleResults } from '../../test/example.js';
import { unexpectedVerdicts } from './unexpected-verdicts.js';
import { validateMeasurement, validateResult } from './validate-one.js';
import { validateResults } from './validate-results.js';

type Loose = { [name: string]: Loose } & { [name: string]: unknown };

function problems(change: (file: ResultFile) => unknown): string[] {
  const file = exampleResults();
  change(file);
  return validateResults(exampleContract(), file).map(
    ({ pointer, message, cell }) => `${pointer}${cell === undefined ? '' : ` [${cell}]`}: ${message}`,
  );
}

describe('validateResults', () => {
  it('accepts the example', () => {
    expect(problems(() => undefined)).toEqual([]);
  });

  it('names pointer, message and cell of every value that does not match', () => {
    expect(
      problems((file) => {
        file.results['accuracy'] = [0.12345, 1.5, '1'];
        file.results['loss'] = 1;
        delete file.results['parameters'];
        file.parameters['seeds'] = 0;
      }),
    ).toEqual([
      '/parameters/seeds: must be >= 1, found 0',
      '/results: lacks the property "parameters"',
      '/results: has the unknown property "loss"',
      '/results/accuracy/0 [c3]: must have at most 3 decimals, found 0.12345',
      '/results/accuracy/1 [c3]: must be <= 1, found 1.5',
      '/results/accuracy/2 [c3]: must be a number, found the string "1"',
    ]);
  });

  it('decides every claim again', () => {
    const forged = problems((file) => {
      const record = file.claims['se-helps'];
      if (record !== undefined) record.decision.verdict = 'fails';
    });
    expect(forged).toEqual(['/claims/se-helps [c4]: says "fails", but its evidence and rule give "holds"']);
  });

  it('notices evidence that is not rounded, or has the wrong form', () => {
    const edit = (change: (evidence: Loose) => unknown): string[] =>
      problems((file) => change(file.claims['se-helps']?.evidence as unknown as Loose));
    expect(edit((evidence) => (evidence['values'] = [93.001, 94, 93.5] as unknown as Loose))[0]).toContain(
      'is not rounded as the contract says',
    );
    expect(edit((evidence) => delete evidence['baseline'])).toEqual([
      '/claims/se-helps/evidence [c4]: the measured system has no "baseline": give an array',
    ]);
  });

  it('compares the names of claims and checks with those declared', () => {
    expect(
      problems((file) => {
        const [record] = Object.values(file.claims);
        file.claims = record === undefined ? {} : { other: record };
        file.checks = {};
      }),
    ).toEqual([
      '/claims: lacks the claim "se-helps" that the contract declares',
      '/claims/other: is a claim that the contract does not declare',
      '/checks: lacks the check "weights-in-range" that the contract declares',
    ]);
  });

  it('reports a check that did not pass', () => {
    expect(problems((file) => (file.checks['weights-in-range'] = { passed: false, detail: 'found 1.2' }))).toEqual([
      '/checks/weights-in-range [c5]: did not pass: found 1.2',
    ]);
  });

  it('reports a document that is no result file', () => {
    expect(validateResults(exampleContract(), 'nothing')).toEqual([
      { pointer: '', message: 'must be an object, found the string "nothing"' },
    ]);
    const escape = problems((file) => (file.artifacts['x'] = { path: '../x', sha256: 'a'.repeat(64), bytes: 1 }));
    expect(escape[0]).toContain('/artifacts/x/path: must match');
  });
});

describe('validateResult and validateMeasurement', () => {
  it('look at one value alone', () => {
    expect(validateResult(exampleContract(), 'parameters', 5)).toEqual([]);
    expect(validateResult(exampleContract(), 'parameters', 0.5)).toEqual([
      { pointer: '/results/parameters', message: 'must be an integer, found the number 0.5' },
    ]);
  });

  it('let measurements without a schema be free', () => {
    const contract = exampleContract();
    contract.atlas.measurements = { seconds: { type: 'number', minimum: 0 } };
    expect(validateMeasurement(contract, 'anything', { a: 'b' })).toEqual([]);
    expect(validateMeasurement(contract, 'seconds', -1)).toEqual([
      { pointer: '/measurements/seconds', message: 'must be >= 0, found -1' },
    ]);
  });
});

describe('unexpectedVerdicts', () => {
  it('lists asserted claims that came out otherwise', () => {
    const contract = exampleContract();
    const claim = contract.atlas.claims['se-helps'];
    expect(unexpectedVerdicts(contract, exampleResults())).toEqual([]);
    if (claim !== undefined) claim.expected = 'not decided';
    expect(unexpectedVerdicts(contract, exampleResults())).toEqual([
      { claim: 'se-helps', expected: 'not decided', found: 'holds' },
    ]);
    expect(unexpectedVerdicts(contract, { ...exampleResults(), profile: 'smoke' })).toEqual([]);
  });
});
