import { EvidenceError } from '../claims/evidence-error.js';
import { type NotebookContract } from '../contract/contract.js';
import { parametersSchema, resultsSchema } from '../contract/derived-schemas.js';
import { type CheckRecord, type ClaimRecord, type ResultFile } from '../documents/result-file.js';
import { validateResultFile } from '../documents/result-file.schema.js';
import { canonicalJson } from '../json/canonical.js';
import { problemsAgainst } from '../json/engine.js';
import { isObject } from '../json/json.js';
import { pointer, pointerParts } from '../json/pointer.js';
import { type Problem } from '../json/problem.js';
import { recordClaim } from './record-claim.js';

/** Names that are declared and missing, or there and not declared. */
function names(kind: 'claims' | 'checks', declared: object, found: object): Problem[] {
  const singular = kind.slice(0, -1);
  const missing = Object.keys(declared).filter((id) => !Object.hasOwn(found, id));
  const unknown = Object.keys(found).filter((id) => !Object.hasOwn(declared, id));
  return [
    ...missing.map((id) => ({
      pointer: pointer(kind),
      message: `lacks the ${singular} "${id}" that the contract declares`,
    })),
    ...unknown.map((id) => ({
      pointer: pointer(kind, id),
      message: `is a ${singular} that the contract does not declare`,
    })),
  ];
}

function claimProblems(contract: NotebookContract, id: string, record: ClaimRecord): Problem[] {
  const declaration = contract.atlas.claims[id];
  if (declaration === undefined) return [];
  const place = pointer('claims', id);
  try {
    const again = recordClaim(declaration, record.evidence);
    if (canonicalJson(again) === canonicalJson(record)) return [];
    const { verdict } = again.decision;
    const message =
      verdict === record.decision.verdict
        ? 'is not rounded as the contract says, or its decision does not belong to its evidence'
        : `says "${record.decision.verdict}", but its evidence and rule give "${verdict}"`;
    return [{ pointer: place, message }];
  } catch (error) {
    if (error instanceof EvidenceError) return [{ pointer: pointer('claims', id, 'evidence'), message: error.message }];
    throw error;
  }
}

function checkProblems(id: string, record: CheckRecord): Problem[] {
  if (record.passed) return [];
  return [{ pointer: pointer('checks', id), message: `did not pass: ${record.detail}` }];
}

const kinds: { [part: string]: string } = {
  results: 'result',
  claims: 'claim',
  checks: 'check',
  artifacts: 'artifact',
};

/** Adds the cell that produced a value, where the document knows it. */
function withCell(problem: Problem, cells: unknown): Problem {
  const [part = '', name = ''] = pointerParts(problem.pointer);
  const cell = isObject(cells) ? cells[`${kinds[part]}:${name}`] : undefined;
  return typeof cell === 'string' ? { ...problem, cell } : problem;
}

function contentProblems(contract: NotebookContract, file: ResultFile): Problem[] {
  return [
    ...problemsAgainst(parametersSchema(contract), file.parameters, '/parameters'),
    ...problemsAgainst(resultsSchema(contract), file.results, '/results'),
    ...names('claims', contract.atlas.claims, file.claims),
    ...Object.entries(file.claims).flatMap(([id, record]) => claimProblems(contract, id, record)),
    ...names('checks', contract.atlas.checks, file.checks),
    ...Object.entries(file.checks).flatMap(([id, record]) => checkProblems(id, record)),
  ];
}

/**
 * Everything that is wrong with a result file: its own form, results and parameters against the contract's schemas,
 * claims and checks against those declared, every verdict decided again from its evidence, every check passed.
 * An empty list means that the document is sound. Each problem names the cell that produced the value, if known.
 */
export function validateResults(contract: NotebookContract, document: unknown): Problem[] {
  const form = validateResultFile(document);
  const problems = form.length > 0 ? form : contentProblems(contract, document as ResultFile);
  const cells = isObject(document) ? document['cells'] : undefined;
  return problems.map((problem) => withCell(problem, cells));
}
