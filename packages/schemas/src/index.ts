export { decide } from './claims/decide.js';
export * from './claims/decision.js';
export { describeRule } from './claims/describe-rule.js';
export { EvidenceError } from './claims/evidence-error.js';
export * from './claims/evidence.js';
export * from './claims/rule.js';
export { intervalText, numberText, withUnit } from './claims/words.js';

export * from './contract/contract.js';
export { contractSchema } from './contract/contract.schema.js';
export { parametersSchema, resultsSchema } from './contract/derived-schemas.js';
export * from './contract/profile.js';
export { parseNotebookContract, validateNotebookContract } from './contract/validate-contract.js';

export * from './documents/dataset-manifest.js';
export * from './documents/dataset-manifest.schema.js';
export * from './documents/measurement-file.js';
export * from './documents/measurement-file.schema.js';
export * from './documents/notebook.js';
export * from './documents/notebook.schema.js';
export * from './documents/provenance.js';
export * from './documents/provenance.schema.js';
export * from './documents/result-file.js';
export * from './documents/result-file.schema.js';
export * from './documents/run-record.js';
export * from './documents/run-record.schema.js';
export * from './documents/scrap.js';
export * from './documents/scrap.schema.js';

export { canonicalJson } from './json/canonical.js';
export * from './json/json.js';
export { pointer, pointerParts, valueAt } from './json/pointer.js';
export { documentValidator, type DocumentValidator } from './json/document-validator.js';
export { DocumentError, formatProblem, type Problem } from './json/problem.js';
export { isRounded, roundTo } from './json/round.js';
export { isSafeName, safeName } from './json/safe-name.js';

export { compareResults, type Difference } from './results/compare-results.js';
export { recordClaim } from './results/record-claim.js';
export { roundResult, roundResults } from './results/round-results.js';
export { unexpectedVerdicts, type UnexpectedVerdict } from './results/unexpected-verdicts.js';
export { validateMeasurement, validateResult } from './results/validate-one.js';
export { validateParameters } from './results/validate-parameters.js';
export { validateResults } from './results/validate-results.js';

export { estimateMean, type Estimate } from './statistics/interval.js';
export { leastSquaresSlope } from './statistics/slope.js';
export { studentProbability, studentQuantile } from './statistics/student-t.js';

export { fateOf, type Fate } from './survey/fate.js';
export * from './survey/statements.js';

export { combineEvidence } from './sweep/combine-evidence.js';
export {
  combineRuns,
  type CombinedSweep,
  type MeasuredRun,
  type SweepPlan,
  type UnexpectedInSweep,
} from './sweep/combine-runs.js';
export { type NumberSummary } from './sweep/summarise-numbers.js';
export * from './sweep/sweep-file.js';
export * from './sweep/sweep-file.schema.js';
