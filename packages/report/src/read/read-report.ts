import { join } from 'node:path';
import {
  parseMeasurementFile,
  parseNotebook,
  parseNotebookContract,
  parseResultFile,
  parseRunRecord,
  profiles,
  type Profile,
} from '@atlas/schemas';
import { committedVersions, lastCommit, type FileAtCommit } from './git.js';
import { type ChapterData, type PastResult, type ReportData, type RunData } from './report-data.js';
import { documentAt, documentFrom, namesIn, type Found } from './report-files.js';

/** Where things are. `reports` is a folder of its own when a run wrote elsewhere. */
export type ReadOptions = { root: string; reports?: string };

/** Reads notebooks, contracts and whatever exists of results, measurements, executed copies and logs. */
export async function readReport({ root, reports = join(root, 'reports') }: ReadOptions): Promise<ReportData> {
  const notebooks = join(root, 'notebooks');
  const [names, versions, commit] = await Promise.all([
    namesIn(notebooks, '.ipynb'),
    committedVersions(root, 'reports/results'),
    lastCommit(root),
  ]);
  const chapters = await Promise.all(names.map((name) => readChapter({ notebooks, reports, name, versions })));
  return { root, chapters, ...(commit && { commit }) };
}

type ChapterPlace = { notebooks: string; reports: string; name: string; versions: FileAtCommit[] };

async function readChapter({ notebooks, reports, name, versions }: ChapterPlace): Promise<ChapterData> {
  const problems: string[] = [];
  const keep = <T>(found: Found<T>): T | undefined => {
    if (found !== undefined && 'problem' in found) problems.push(found.problem);
    return found !== undefined && 'value' in found ? found.value : undefined;
  };
  const notebook = keep(await documentAt(join(notebooks, `${name}.ipynb`), parseNotebook, `notebooks/${name}.ipynb`));
  if (notebook === undefined) throw new Error(problems.join('\n'));
  const contract = keep(
    await documentAt(join(notebooks, `${name}.schema.json`), parseNotebookContract, `notebooks/${name}.schema.json`),
  );
  const runs: RunData[] = [];
  for (const profile of profiles) {
    const run = await readRun(reports, name, profile, keep);
    const past = pastResults(versions, name, profile);
    if (run.result ?? run.log ?? run.executed ?? past[0]) runs.push({ ...run, past });
  }
  return { name, notebook, ...(contract && { contract }), runs, problems };
}

async function readRun(
  reports: string,
  name: string,
  profile: Profile,
  keep: <T>(found: Found<T>) => T | undefined,
): Promise<Omit<RunData, 'past'>> {
  const at = <T>(kind: string, ending: string, parse: (document: unknown, what: string) => T): Promise<Found<T>> => {
    const path = join(kind, profile, `${name}${ending}`);
    return documentAt(join(reports, path), parse, join('reports', path));
  };
  const result = keep(await at('results', '.json', parseResultFile));
  const measurement = keep(await at('measurements', '.json', parseMeasurementFile));
  const log = keep(await at('logs', '.json', parseRunRecord));
  const executed = keep(await at('notebooks', '.ipynb', parseNotebook));
  return {
    profile,
    ...(result && { result }),
    ...(measurement && { measurement }),
    ...(log && { log }),
    ...(executed && { executed }),
  };
}

function pastResults(versions: readonly FileAtCommit[], name: string, profile: Profile): PastResult[] {
  return versions
    .filter(({ path }) => path === `reports/results/${profile}/${name}.json`)
    .flatMap(({ commit, date, text }) => {
      const found = documentFrom(text, parseResultFile, `${commit}:${name}`);
      return found !== undefined && 'value' in found ? [{ commit, date, result: found.value }] : [];
    });
}
