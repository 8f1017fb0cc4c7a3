import {
  canonicalJson,
  isObject,
  type JsonObject,
  type MeasurementFile,
  type Notebook,
  type Problem,
  type ResultFile,
  type UnexpectedVerdict,
} from '@atlas/schemas';
import { join } from 'node:path';
import { provenanceOf } from '../collect/provenance.js';
import { judgeResults, problemText } from '../collect/result-document.js';
import { collectScraps, hasScraps } from '../collect/scraps.js';
import { writeAtomically, WriteError } from '../files/atomic.js';
import type { Kernel } from '../kernel/kernel.js';
import { notice, type RunContext } from './context.js';
import type { RunFiles } from './outcome.js';

/** What a run produced beside the executed notebook. */
export interface Produced {
  readonly results?: ResultFile;
  readonly problems: readonly Problem[];
  readonly unexpected: readonly UnexpectedVerdict[];
  readonly files: Pick<RunFiles, 'results' | 'measurements' | 'artifacts'>;
}

const nothing: Produced = { problems: [], unexpected: [], files: { artifacts: [] } };

/**
 * Collects what the cells recorded, judges it against the contract and writes it. A run that failed, or whose results
 * do not match, leaves the results of the last good run in place.
 */
export function finishRun(
  run: RunContext,
  kernel: Kernel,
  executed: Notebook,
  peakMemoryBytes: number | undefined,
): Produced {
  if (run.failures.length > 0) return nothing;
  const { prepared } = run;
  const { contract, layout } = prepared;
  const scraps = collectScraps(executed);
  if (contract === undefined) {
    if (hasScraps(scraps)) {
      notice(
        run,
        `the notebook records results but has no contract ${layout.name}.schema.json beside it, so none are written`,
      );
    }
    return nothing;
  }
  const { file, measurements, problems, unexpected } = judgeResults({
    notebook: layout.name,
    profile: prepared.profile,
    parameters: prepared.parameters,
    artifactsPath: layout.artifactsPath,
    stage: run.stage,
    contract,
    scraps,
  });
  if (problems.length > 0) {
    run.failures.push({ kind: 'results-invalid', message: problemText(problems) });
    return { ...nothing, results: file, problems };
  }
  for (const { claim, expected, found } of unexpected) {
    const cell = run.cells.find(({ info }) => info.id === file.cells[`claim:${claim}`])?.info;
    run.failures.push({
      kind: 'verdict-unexpected',
      message: `claim "${claim}": expected "${expected}", found "${found}": ${file.claims[claim]?.decision.reason ?? ''}`,
      ...(cell === undefined ? {} : { cell: { index: cell.index, id: cell.id } }),
    });
  }
  try {
    run.stage.publish(layout.artifacts);
    writeAtomically(
      layout.measurements,
      canonicalJson(measurementFile(run, kernel, file, measurements, peakMemoryBytes)),
    );
    // The results come last: where they are new, all that they refer to is there.
    writeAtomically(layout.results, canonicalJson(file));
    run.stage.prune(layout.artifacts);
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    run.failures.push({ kind: 'resource', message: error.message });
    return { ...nothing, results: file, unexpected };
  }
  run.checkpoints.clear();
  const artifacts = Object.keys(file.artifacts).map((name) => join(layout.artifacts, name));
  return {
    results: file,
    problems,
    unexpected,
    files: { results: layout.results, measurements: layout.measurements, artifacts },
  };
}

function measurementFile(
  run: RunContext,
  kernel: Kernel,
  results: ResultFile,
  measurements: JsonObject,
  peakMemoryBytes: number | undefined,
): MeasurementFile {
  const { prepared, options, startedAt } = run;
  const now = new Date();
  const times = run.cells.flatMap(({ info, milliseconds }) =>
    milliseconds === undefined ? [] : [[info.id, milliseconds / 1000] as const],
  );
  return {
    schemaVersion: 1,
    notebook: prepared.layout.name,
    profile: prepared.profile,
    date: now.toISOString(),
    seconds: (now.getTime() - startedAt.getTime()) / 1000,
    ...(peakMemoryBytes === undefined ? {} : { peakMemoryBytes }),
    cells: Object.fromEntries(times),
    measurements,
    provenance: provenanceOf({
      kernel: kernel.info,
      kernelName: prepared.found.name,
      folder: prepared.folder,
      measurements,
      seeds: seedsOf(results),
      versions: options.versions ?? {},
    }),
  };
}

/** Every seed that took part: those of the claims, and a parameter `seed` or a list `seeds`. */
function seedsOf({ claims, parameters }: ResultFile): number[] {
  const listed = parameters['seeds'];
  const candidates: unknown[] = [parameters['seed'], ...(Array.isArray(listed) ? listed : [])];
  for (const claim of Object.values(claims)) if (isObject(claim.evidence)) candidates.push(...claim.evidence.seeds);
  return candidates.filter((seed): seed is number => Number.isInteger(seed));
}
