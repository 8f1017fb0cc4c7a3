import { estimateMean, mean } from '../statistics/interval.js';
import { EvidenceError } from './evidence-error.js';
import { type Evidence } from './evidence.js';
import { type Conditions } from './rule.js';
import { numberText } from './words.js';

function taskObjection({ chance, ceiling }: NonNullable<Conditions['task']>, evidence: Evidence): string | undefined {
  const { task } = evidence;
  if (task === undefined) {
    throw new EvidenceError(
      'the rule has a task condition, so the evidence needs "task": {plain, best}, one accuracy per seed',
    );
  }
  if (task.plain.length === 0 || task.best.length === 0) {
    throw new EvidenceError('"task" needs at least one accuracy of the plain network and one of the best');
  }
  const plain = estimateMean(task.plain);
  if ((plain.interval?.[0] ?? plain.estimate) <= chance) {
    return `the plain network (${numberText(plain.estimate)}) is not surely above chance (${numberText(chance)}): the task is too hard to decide`;
  }
  const best = mean(task.best);
  if (best >= ceiling) {
    return `the best network (${numberText(best)}) is not below ${numberText(ceiling)}: the task is too easy to decide`;
  }
  return undefined;
}

function budgetObjection(limit: number, evidence: Evidence): string | undefined {
  const measured = evidence.parameters;
  const control = evidence.control.parameters;
  if (measured === undefined || control === undefined) {
    throw new EvidenceError(
      'the rule compares parameter counts, so the evidence and its control both need "parameters"',
    );
  }
  const difference = Math.abs(control - measured) / measured;
  if (difference <= limit) return undefined;
  return (
    `the control has ${numberText(control)} parameters and the measured network ${numberText(measured)}, ` +
    `more than ${numberText(limit * 100)} % apart`
  );
}

/** Why a fair comparison is not possible, or `undefined` if every condition of the rule is met. */
export function objection(conditions: Conditions | undefined, evidence: Evidence): string | undefined {
  if (conditions === undefined) return undefined;
  const { task, parametersWithin } = conditions;
  return (
    (task === undefined ? undefined : taskObjection(task, evidence)) ??
    (parametersWithin === undefined ? undefined : budgetObjection(parametersWithin, evidence))
  );
}
