import { objection } from './conditions.js';
import { type Decision } from './decision.js';
import { EvidenceError } from './evidence-error.js';
import { type Evidence } from './evidence.js';
import { judge } from './judge.js';
import { type Rule } from './rule.js';

function requireDistinct(seeds: readonly number[]): void {
  const repeated = seeds.find((seed, index) => seeds.indexOf(seed) !== index);
  if (repeated === undefined) return;
  throw new EvidenceError(
    `seed ${repeated} appears twice: runs of one seed are not independent, so no interval follows`,
  );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/**
 * Turns evidence into a verdict; the only place that does.
 *
 * The rule judges the measured observation: `holds` if the 95 % interval lies wholly inside what the rule asks for,
 * `fails` if wholly outside, else `not decided`. Then it judges the negative control in the same way. If the control
 * satisfies the rule too, or a condition of the rule is not met, the claim is `not decided`, whatever was measured.
 *
 * @throws EvidenceError if the evidence does not have the form that the rule needs.
 */
export function decide(rule: Rule, evidence: Evidence): Decision {
  requireDistinct(evidence.seeds);
  const measured = judge(rule, evidence, evidence.seeds, 'the measured system');
  const control = judge(rule, evidence.control, evidence.seeds, 'the control');
  const unfair = objection(rule.conditions, evidence);
  if (unfair !== undefined) return { verdict: 'not decided', reason: sentence(unfair), measured, control };
  if (control.verdict === 'holds') {
    const reason = `the control satisfies the same rule, so the measurement shows nothing: ${control.reason}`;
    return { verdict: 'not decided', reason: sentence(reason), measured, control };
  }
  return { verdict: measured.verdict, reason: sentence(measured.reason), measured, control };
}
