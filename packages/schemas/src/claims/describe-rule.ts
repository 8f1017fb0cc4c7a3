import { regionOf } from './bounds.js';
import { type Conditions, type Rule, type SimpleRule } from './rule.js';
import { numberText, quantityText, regionText } from './words.js';

function condition(rule: SimpleRule): string {
  if (rule.test === 'all-true') return 'every outcome is true';
  const region = regionText(regionOf(rule), rule.unit);
  if (rule.exact === true) return `the ${quantityText(rule)} is ${region}`;
  return `the 95 % interval of the ${quantityText(rule)} lies ${region}`;
}

function conditionsText(conditions: Conditions): string[] {
  const { task, parametersWithin } = conditions;
  return [
    ...(task === undefined
      ? []
      : [
          `the plain network is above chance (${numberText(task.chance)}) and the best below ${numberText(task.ceiling)}`,
        ]),
    ...(parametersWithin === undefined
      ? []
      : [`the control has the same number of parameters within ${numberText(parametersWithin * 100)} %`]),
  ];
}

/**
 * The rule in plain English, one or two sentences:
 * `Holds if the 95 % interval of the mean lies above 0.5 and the control does not satisfy the same rule.`
 */
export function describeRule(rule: Rule): string {
  const main =
    rule.test === 'all-of'
      ? Object.entries(rule.parts)
          .map(([name, part]) => `for ${name}, ${condition(part)}`)
          .join('; and ')
      : condition(rule);
  const needed = conditionsText(rule.conditions ?? {});
  const only = needed.length === 0 ? '' : ` Decides only if ${needed.join(', and ')}.`;
  return `Holds if ${main}; the control must not satisfy the same rule.${only}`;
}
