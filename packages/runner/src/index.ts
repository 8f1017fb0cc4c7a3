export { runNotebook } from './run/run-notebook.js';
export { contractPath, readContract } from './run/prepare.js';
export type { RunOptions } from './run/options.js';
export type { CellOutcome, ClaimOutcome, ResumeOutcome, RunFiles, RunOutcome } from './run/outcome.js';
export { exitCodeOf, type CellPlace, type Failure, type FailureKind } from './run/failure.js';
export { resumeVariable } from './run/resume.js';
export type { CellInfo, RunEvent, RunEventDetail } from './progress/events.js';
export { findKernelSpec, installedKernelSpecs, type FindOptions, type KernelRequest } from './kernelspec/find.js';
export { KernelSpecError, type FoundKernelSpec, type KernelSpec } from './kernelspec/kernel-spec.js';
export { startKernel, type StartOptions } from './kernel/start.js';
export { KernelStartError, type Kernel, type KernelInfo } from './kernel/kernel.js';
export { defaultTimings, type KernelTimings } from './kernel/timings.js';
export { defaultLimits, type OutputLimits } from './execute/limits.js';
export { parseParameter, ParameterError } from './notebook/parameters.js';
export { NotebookError, readNotebook } from './notebook/read.js';
export {
  progressReporter,
  type ProgressReporter,
  type ProgressStream,
  type ReporterOptions,
} from './progress/reporter.js';
export { junitXml } from './progress/junit.js';
export { githubAnnotations, lineInFile } from './progress/annotations.js';
export { failureText, summaryText } from './progress/summary.js';
export { outcomesJson } from './progress/json.js';
export { removeUnfinished, writeAtomically, WriteError, type WriteOptions } from './files/atomic.js';
export { layoutOf, type Layout } from './files/layout.js';
export { duration } from './time.js';
