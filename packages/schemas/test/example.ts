import { type NotebookContract } from '../src/contract/contract.js';
import { type ResultFile } from '../src/documents/result-file.js';
import { recordClaim } from '../src/results/record-claim.js';

/** A small contract that uses every part; tests change a copy of it. */
export function exampleContract(): NotebookContract {
  return {
    title: 'Channel attention',
    type: 'object',
    $defs: { accuracy: { type: 'number', minimum: 0, maximum: 1, decimals: 3, tolerance: 0.01 } },
    properties: {
      accuracy: { type: 'array', items: { $ref: '#/$defs/accuracy' } },
      parameters: { type: 'integer' },
      note: { type: 'string' },
    },
    required: ['accuracy', 'parameters'],
    atlas: {
      question: 'Does channel attention help?',
      statements: ['S11'],
      parameters: { properties: { seeds: { type: 'integer', minimum: 1 } } },
      profiles: { smoke: { seeds: 2 }, default: { seeds: 3 }, full: { seeds: 5 } },
      claims: {
        'se-helps': {
          sentence: 'A network with squeeze and excitation is more accurate than the plain one.',
          source: { statement: 'S11', paper: 'Hu et al. 2018', where: 'Table 2' },
          rule: { test: 'difference-above', threshold: 0, unit: 'points' },
          control: 'the same network with its weights fixed at one half',
          expected: 'holds',
          profiles: ['default', 'full'],
          decimals: 2,
          tolerance: 0.05,
        },
      },
      checks: { 'weights-in-range': { sentence: 'Every weight lies between 0 and 1.' } },
    },
  };
}

/** A result file that fits the contract; tests change a copy of it. */
export function exampleResults(): ResultFile {
  const declaration = exampleContract().atlas.claims['se-helps'];
  if (declaration === undefined) throw new Error('the example contract has lost its claim');
  const record = recordClaim(declaration, {
    seeds: [1, 2, 3],
    values: [93, 94, 93.5],
    baseline: [91, 92.1, 91.4],
    control: { values: [91.2, 91.9, 91.5], baseline: [91, 92.1, 91.4] },
  });
  return {
    schemaVersion: 1,
    notebook: '05-channel',
    profile: 'default',
    parameters: { seeds: 3 },
    results: { accuracy: [0.93, 0.94, 0.935], parameters: 1200 },
    claims: { 'se-helps': record },
    checks: { 'weights-in-range': { passed: true, detail: '0.1 to 0.9' } },
    artifacts: {},
    cells: { 'result:accuracy': 'c3', 'claim:se-helps': 'c4', 'check:weights-in-range': 'c5' },
  };
}
