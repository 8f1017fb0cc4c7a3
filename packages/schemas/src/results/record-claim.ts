import { type Decision, type Judgement } from '../claims/decision.js';
import { decide } from '../claims/decide.js';
import { type Evidence } from '../claims/evidence.js';
import { type ClaimDeclaration } from '../contract/contract.js';
import { type ClaimRecord } from '../documents/result-file.js';
import { roundTo } from '../json/round.js';

/** Decimals kept of evidence where the claim does not say. */
export const defaultDecimals = 6;

function roundNumbers<T>(value: T, decimals: number): T;
function roundNumbers(value: unknown, decimals: number): unknown {
  if (typeof value === 'number') return roundTo(value, decimals);
  if (Array.isArray(value)) return value.map((item: unknown) => roundNumbers(item, decimals));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, roundNumbers(item as unknown, decimals)]),
  );
}

function roundDecision(decision: Decision, decimals: number): Decision {
  const round = (judgement: Judgement): Judgement => roundNumbers(judgement, decimals);
  return { ...decision, measured: round(decision.measured), control: round(decision.control) };
}

/**
 * The record of a claim: its evidence rounded to the claim's decimals, and the decision taken on the rounded evidence,
 * so that whoever reads the record reaches the same verdict.
 *
 * @throws EvidenceError if the evidence does not have the form that the rule needs.
 */
export function recordClaim(declaration: ClaimDeclaration, evidence: Evidence): ClaimRecord {
  const decimals = declaration.decimals ?? defaultDecimals;
  const rounded = roundNumbers(evidence, decimals);
  return { evidence: rounded, decision: roundDecision(decide(declaration.rule, rounded), decimals) };
}
