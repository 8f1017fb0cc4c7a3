import { type Verdict } from '../claims/rule.js';
import { type NotebookContract } from '../contract/contract.js';
import { type ResultFile } from '../documents/result-file.js';

export type UnexpectedVerdict = { claim: string; expected: Verdict; found: Verdict };

/** Claims that are asserted in the file's profile and whose verdict is not the one that the contract expects. */
export function unexpectedVerdicts(contract: NotebookContract, file: ResultFile): UnexpectedVerdict[] {
  return Object.entries(contract.atlas.claims).flatMap(([claim, { expected, profiles }]) => {
    const found = file.claims[claim]?.decision.verdict;
    if (found === undefined || found === expected || !profiles.includes(file.profile)) return [];
    return [{ claim, expected, found }];
  });
}
