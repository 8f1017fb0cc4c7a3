import {
  formatProblem,
  pointer,
  scrapName,
  unexpectedVerdicts,
  validateMeasurement,
  validateResults,
  type CheckRecord,
  type ClaimRecord,
  type JsonObject,
  type JsonValue,
  type NotebookContract,
  type Problem,
  type Profile,
  type ResultFile,
  type ScrapKind,
  type UnexpectedVerdict,
} from '@atlas/schemas';
import type { ArtifactStage } from './artifacts.js';
import type { CollectedScraps } from './scraps.js';

export interface ResultSources {
  readonly notebook: string;
  readonly profile: Profile;
  readonly parameters: JsonObject;
  readonly contract: NotebookContract;
  readonly scraps: CollectedScraps;
  readonly stage: ArtifactStage;
  /** Where artifacts will be, relative to the reports folder. */
  readonly artifactsPath: string;
}

/** What a finished run has to say, judged against its contract. */
export interface JudgedResults {
  readonly file: ResultFile;
  readonly measurements: JsonObject;
  /** Everything that does not match the contract; verdicts were decided again from their evidence. */
  readonly problems: Problem[];
  /** Verdicts that differ from the expected ones. */
  readonly unexpected: UnexpectedVerdict[];
}

/** Makes the result file of a run from its scraps and judges it. */
export function judgeResults(sources: ResultSources): JudgedResults {
  const { contract, scraps, stage } = sources;
  const values = (kind: ScrapKind): Record<string, JsonValue> =>
    Object.fromEntries([...scraps.byKind[kind]].map(([name, scrap]) => [name, scrap.data]));
  const file: ResultFile = {
    schemaVersion: 1,
    notebook: sources.notebook,
    profile: sources.profile,
    parameters: sources.parameters,
    results: values('result'),
    // Whether these are records of claims and checks, validateResults says.
    claims: values('claim') as unknown as Record<string, ClaimRecord>,
    checks: values('check') as unknown as Record<string, CheckRecord>,
    artifacts: stage.records(sources.artifactsPath),
    cells: cellsOf(scraps),
  };
  const problems = [
    ...scraps.problems,
    ...artifactProblems(scraps, stage),
    ...validateResults(contract, file),
    ...measurementProblems(contract, scraps),
  ];
  const unexpected = problems.length > 0 ? [] : unexpectedVerdicts(contract, file);
  return { file, measurements: values('measurement'), problems, unexpected };
}

/** The message of a run whose results do not match: every problem, with its cell and its JSON pointer. */
export function problemText(problems: readonly Problem[]): string {
  return `the results do not match the notebook's contract:\n${problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')}`;
}

function cellsOf(scraps: CollectedScraps): Record<string, string> {
  const cells: Record<string, string> = {};
  // Measurements are not part of the result file, so neither are their cells.
  for (const kind of ['result', 'claim', 'check', 'artifact'] as const) {
    for (const [name, { cell }] of scraps.byKind[kind]) cells[scrapName(kind, name)] = cell;
  }
  return cells;
}

function artifactProblems({ byKind }: CollectedScraps, stage: ArtifactStage): Problem[] {
  return [...byKind.artifact].flatMap(([name, { cell }]) => {
    const message = stage.refused.get(name);
    return message === undefined ? [] : [{ pointer: pointer('artifacts', name), message, cell }];
  });
}

function measurementProblems(contract: NotebookContract, { byKind }: CollectedScraps): Problem[] {
  return [...byKind.measurement].flatMap(([name, { data, cell }]) =>
    validateMeasurement(contract, name, data).map((problem) => ({ ...problem, cell })),
  );
}
