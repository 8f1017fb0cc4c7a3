import { EvidenceError } from '../claims/evidence-error.js';
import { type Evidence, type Observation, type SimpleObservation } from '../claims/evidence.js';
import { type Rule, type SimpleRule } from '../claims/rule.js';
import { canonicalJson } from '../json/canonical.js';

/** The one value that all runs share. */
function shared<T>(values: readonly T[], what: string): T | undefined {
  const texts = values.map((value) => (value === undefined ? '' : canonicalJson(value)));
  const odd = texts.find((text) => text !== texts[0]);
  if (odd === undefined) return values[0];
  throw new EvidenceError(
    `${what} must be the same in every run to be combined, found ${texts[0]?.trim() || 'none'} and ${odd.trim() || 'none'}`,
  );
}

/** A field of one entry per seed, run after run. Either all runs have it or none. */
function joined<T>(lists: readonly (readonly T[] | undefined)[], what: string): T[] | undefined {
  if (lists.every((list) => list === undefined)) return undefined;
  return lists.flatMap((list) => {
    if (list === undefined) throw new EvidenceError(`${what} is missing in some of the runs to be combined`);
    return [...list];
  });
}

function combineSimple(rule: SimpleRule, observations: readonly SimpleObservation[], who: string): SimpleObservation {
  const exact = rule.test !== 'all-true' && rule.exact === true;
  const values = observations.map((observation) => observation.values as (number | number[] | boolean)[]);
  const baselines = observations.map(({ baseline }) => baseline);
  const x = shared(
    observations.map((observation) => observation.x),
    `"x" of ${who}`,
  );
  const baseline = exact ? shared(baselines, `"baseline" of ${who}`) : joined(baselines, `"baseline" of ${who}`);
  const all = exact ? shared(values, `the exact value of ${who}`) : joined(values, `the values of ${who}`);
  return {
    // One rule reads all runs, so their values are of one kind; `decide` says so where they are not.
    values: (all ?? []) as SimpleObservation['values'],
    ...(baseline === undefined ? {} : { baseline }),
    ...(x === undefined ? {} : { x }),
  };
}

function simple(observation: Observation, who: string): SimpleObservation {
  if ('parts' in observation) throw new EvidenceError(`${who} has "parts", but its rule has none`);
  return observation;
}

function part(observation: Observation, name: string, who: string): SimpleObservation {
  const found = 'parts' in observation ? observation.parts[name] : undefined;
  if (found === undefined) throw new EvidenceError(`${who} lacks the part "${name}" in some of the runs`);
  return found;
}

function combineObservations(rule: Rule, observations: readonly Observation[], who: string): Observation {
  const parameters = shared(
    observations.map((observation) => observation.parameters),
    `"parameters" of ${who}`,
  );
  const seen =
    rule.test === 'all-of'
      ? {
          parts: Object.fromEntries(
            Object.entries(rule.parts).map(([name, partRule]) => {
              const parts = observations.map((observation) => part(observation, name, who));
              return [name, combineSimple(partRule, parts, `${name} in ${who}`)];
            }),
          ),
        }
      : combineSimple(
          rule,
          observations.map((observation) => simple(observation, who)),
          who,
        );
  return { ...seen, ...(parameters === undefined ? {} : { parameters }) };
}

/**
 * Joins the evidence of runs that repeat one measurement with other seeds: what has one entry per seed is put one after
 * the other; exact values, positions `x` and parameter counts must agree.
 *
 * @throws EvidenceError where the runs do not fit together. That no seed appears twice, `decide` checks.
 */
export function combineEvidence(rule: Rule, runs: readonly Evidence[]): Evidence {
  const [only] = runs;
  if (only !== undefined && runs.length === 1) return only;
  const plain = joined(
    runs.map(({ task }) => task?.plain),
    '"task"',
  );
  const best = joined(
    runs.map(({ task }) => task?.best),
    '"task"',
  );
  return {
    ...combineObservations(rule, runs, 'the measured system'),
    seeds: runs.flatMap(({ seeds }) => seeds),
    control: combineObservations(
      rule,
      runs.map(({ control }) => control),
      'the control',
    ),
    ...(plain === undefined || best === undefined ? {} : { task: { plain, best } }),
  };
}
