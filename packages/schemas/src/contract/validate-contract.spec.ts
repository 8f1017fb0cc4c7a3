import { describe, expect, it } from 'vitest';
import { exampleContract } from '../../test/example.js';
import { type NotebookContract } from './contract.js';
import { parseNotebookContract, validateNotebookContract } from './validate-contract.js';

type Change = (contract: NotebookContract) => unknown;

function problems(change: Change): string[] {
  const contract = exampleContract();
  change(contract);
  return validateNotebookContract(contract).map(({ pointer, message }) => `${pointer}: ${message}`);
}

function claimOf(contract: NotebookContract): { [name: string]: unknown } {
  return contract.atlas.claims['se-helps'] as unknown as { [name: string]: unknown };
}

describe('validateNotebookContract', () => {
  it('accepts the example', () => {
    expect(validateNotebookContract(exampleContract())).toEqual([]);
    expect(parseNotebookContract(exampleContract(), 'it').title).toBe('Channel attention');
  });

  it('demands decimals and tolerance of every number, however deep, but not of whole numbers', () => {
    expect(problems((c) => (c.properties['note'] = { type: ['number', 'string'] }))).toEqual([
      '/properties/note: is a number without "decimals" and "tolerance"',
    ]);
    const deep = { type: 'array', prefixItems: [{ anyOf: [{ type: 'number', decimals: 2 }, { type: 'boolean' }] }] };
    expect(problems((c) => (c.properties['note'] = { ...deep, minItems: 1, items: false }))).toEqual([
      '/properties/note/prefixItems/0/anyOf/0: is a number without "tolerance"',
    ]);
    expect(problems((c) => (c.properties['note'] = { type: 'number', const: 0.5 }))).toEqual([]);
  });

  it('accepts what a run needs on a cluster, and refuses what no cluster could read', () => {
    const needs = (time: string, memory: string, cores: number): Change => {
      return (c) => (c.atlas.resources = { full: { time, memory, cores } });
    };
    expect(problems(needs('6:00:00', '8G', 4))).toEqual([]);
    expect(problems(needs('six hours', '8', 0)).map((problem) => problem.split(':')[0])).toEqual([
      '/atlas/resources/full/time',
      '/atlas/resources/full/memory',
      '/atlas/resources/full/cores',
    ]);
  });

  // One clear error for each mistake in a schema, at its place.
  it.each<[string, Change, string]>([
    [
      'an unknown type',
      (c) => (c.properties['note'] = { type: 'nunber' }),
      '/properties/note/type: is not a valid schema: must be one of "array", "boolean"',
    ],
    [
      'an unknown keyword',
      (c) => (c.properties['note'] = { type: 'string', minLen: 1 }),
      '/properties/note: is not a valid schema: unknown keyword: "minLen"',
    ],
    [
      'a broken pattern',
      (c) => (c.properties['note'] = { type: 'string', pattern: '(' }),
      '/properties/note: is not a valid schema: Invalid regular expression',
    ],
    [
      'negative decimals',
      (c) => (c.$defs = { accuracy: { type: 'number', decimals: -1 } }),
      '/$defs/accuracy: is not a valid schema: keyword "decimals" value is invalid',
    ],
    [
      'a remote reference',
      (c) => (c.properties['note'] = { $ref: 'https://example.org/x' }),
      '/properties/note: is not a valid schema: refers to https://example.org/x, which is not under "$defs"; nothing is fetched',
    ],
    [
      'an old draft',
      (c) => (c.properties['note'] = { $schema: 'http://json-schema.org/draft-07/schema#' }),
      '/properties/note: is not a valid schema: uses "http://json-schema.org/draft-07/schema#", but only draft 2020-12 is known',
    ],
    [
      'broken parameters',
      (c) => (c.atlas.parameters = { properties: { seeds: { type: 'int' } } }),
      '/atlas/parameters/properties/seeds/type: is not a valid schema',
    ],
    [
      'a broken measurement',
      (c) => (c.atlas.measurements = { time: { type: 'string', format: 'when' } }),
      '/atlas/measurements/time: is not a valid schema: unknown format "when"',
    ],
  ])('reports %s once', (_name, change, expected) => {
    const found = problems(change);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  it('demands a valid value of every parameter in every profile', () => {
    expect(problems((c) => (c.atlas.profiles.full = {}))).toEqual(['/atlas/profiles/full: lacks the property "seeds"']);
    expect(problems((c) => (c.atlas.profiles.smoke = { seeds: 0, size: 3 }))).toEqual([
      '/atlas/profiles/smoke: has the unknown property "size"',
      '/atlas/profiles/smoke/seeds: must be >= 1, found 0',
    ]);
  });

  it.each<[string, Change, string]>([
    [
      'a required result that is not there',
      (c) => (c.required = ['loss']),
      '/required/0: "loss" is not among the results of "properties"',
    ],
    [
      'a claim without a source',
      (c) => (claimOf(c)['source'] = { where: 'Table 2' }),
      '/atlas/claims/se-helps/source: names neither a "statement" of the survey nor a "paper"',
    ],
    [
      'a claim without a control',
      (c) => delete claimOf(c)['control'],
      '/atlas/claims/se-helps: lacks the property "control"',
    ],
    [
      'an unknown verdict',
      (c) => (claimOf(c)['expected'] = 'maybe'),
      '/atlas/claims/se-helps/expected: must be one of "holds", "fails", "not decided", found "maybe"',
    ],
    [
      'a rule with another field',
      (c) => (claimOf(c)['rule'] = { test: 'interval-above', threshold: 1, margin: 1 }),
      '/atlas/claims/se-helps/rule: has the unknown property "margin"',
    ],
    [
      'a rule without its threshold',
      (c) => (claimOf(c)['rule'] = { test: 'trend-above' }),
      '/atlas/claims/se-helps/rule: lacks the property "threshold"',
    ],
    [
      'an unknown test',
      (c) => (claimOf(c)['rule'] = { test: 'feels-right' }),
      '/atlas/claims/se-helps/rule/test: must be one of "interval-above"',
    ],
    [
      'nested all-of',
      (c) => (claimOf(c)['rule'] = { test: 'all-of', parts: { a: { test: 'all-of', parts: {} } } }),
      '/atlas/claims/se-helps/rule/parts/a/test: must be one of',
    ],
    ['an odd statement', (c) => (c.atlas.statements = ['S0']), '/atlas/statements/0: must match'],
    ['a data set with a path', (c) => (c.atlas.datasets = ['../mnist']), '/atlas/datasets/0: must match'],
  ])('reports %s', (_name, change, expected) => {
    expect(problems(change).join('\n')).toContain(expected);
  });

  it('throws with the name of the file', () => {
    expect(() => parseNotebookContract({}, 'notebooks/05-channel.schema.json')).toThrow(
      'notebooks/05-channel.schema.json has 4 problems:',
    );
  });
});
