import { EvidenceError } from './evidence-error.js';
import { type Observation, type SimpleObservation } from './evidence.js';
import { type Judgement } from './decision.js';
import { place, regionOf } from './bounds.js';
import { estimate, outcomes, type NumberRule, type Subject } from './observe.js';
import { type AllOfRule, type Rule, type SimpleRule, type Verdict } from './rule.js';
import { intervalText, quantityText, regionText, withUnit } from './words.js';

const position: { [verdict in Verdict]: string } = {
  holds: 'lies',
  fails: 'does not lie',
  'not decided': 'lies only in part',
};

function judgeNumber(
  rule: NumberRule,
  observation: SimpleObservation,
  seeds: readonly number[],
  who: Subject,
): Judgement {
  const { estimate: value, interval } = estimate(rule, observation, seeds, who);
  const quantity = `the ${quantityText(rule)} of ${who}`;
  const region = regionOf(rule);
  if (interval === undefined) {
    const reason = `${quantity} is ${withUnit(value, rule.unit)}, but one seed gives no interval: run at least two`;
    return { verdict: 'not decided', reason, estimate: value };
  }
  const verdict = place(interval, region);
  const aim = regionText(region, rule.unit);
  const reason =
    rule.exact === true
      ? `${quantity} is ${withUnit(value, rule.unit)}, which is ${verdict === 'holds' ? '' : 'not '}${aim}`
      : `${quantity} is ${withUnit(value, rule.unit)}; its 95 % interval, ${intervalText(interval)} ` +
        `(${seeds.length} seeds), ${position[verdict]} ${aim}`;
  return { verdict, reason, estimate: value, interval };
}

function judgeOutcomes(observation: SimpleObservation, who: Subject): Judgement {
  const all = outcomes(observation, who);
  const count = all.filter((outcome) => outcome).length;
  const verdict = count === all.length ? 'holds' : 'fails';
  return { verdict, reason: `${count} of ${all.length} outcomes of ${who} are true` };
}

function judgeSimple(
  rule: SimpleRule,
  observation: SimpleObservation,
  seeds: readonly number[],
  who: Subject,
): Judgement {
  return rule.test === 'all-true' ? judgeOutcomes(observation, who) : judgeNumber(rule, observation, seeds, who);
}

/** A conjunction: false as soon as one part is false, true only if all are. */
function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fails')) return 'fails';
  return verdicts.includes('not decided') ? 'not decided' : 'holds';
}

function judgeParts(rule: AllOfRule, observation: Observation, seeds: readonly number[], who: Subject): Judgement {
  if (!('parts' in observation))
    throw new EvidenceError(`${who} has no "parts": the rule has ${Object.keys(rule.parts).join(', ')}`);
  const given = observation.parts;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(rule.parts, name));
  if (unknown.length > 0)
    throw new EvidenceError(`${who} has parts that the rule does not have: ${unknown.join(', ')}`);
  const parts = Object.fromEntries(
    Object.entries(rule.parts).map(([name, part]) => {
      const observed = given[name];
      if (observed === undefined) throw new EvidenceError(`${who} lacks the part "${name}" that the rule asks for`);
      return [name, judgeSimple(part, observed, seeds, `${name} in ${who}`)];
    }),
  );
  const verdict = together(Object.values(parts).map((part) => part.verdict));
  const reason = Object.values(parts)
    .map((part) => part.reason)
    .join('; ');
  return { verdict, reason, parts };
}

/**
 * What the rule says about one observation, be it the measured system or the control.
 *
 * @throws EvidenceError if the observation does not have the form that the rule needs.
 */
export function judge(rule: Rule, observation: Observation, seeds: readonly number[], who: Subject): Judgement {
  if (rule.test === 'all-of') return judgeParts(rule, observation, seeds, who);
  if ('parts' in observation) throw new EvidenceError(`${who} has "parts", but the rule "${rule.test}" has none`);
  return judgeSimple(rule, observation, seeds, who);
}
