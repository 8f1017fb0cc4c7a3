import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseDatasetManifest,
  parseMeasurementFile,
  parseNotebook,
  parseNotebookContract,
  parseResultFile,
  parseRunRecord,
  profiles,
  type DatasetManifest,
  type Notebook,
  type Profile,
} from '@atlas/schemas';
import { committedVersions, lastCommit, type FileAtCommit } from './git.js';
import { executedPath, measurementPath, notebookPath, resultPath, schemaPath } from '../paths.js';
import { sha256 } from '../provenance/hashes.js';
import { publishedFolder, resultOfFigures } from '../publish/publish-outputs.js';
import { type ChapterData, type PastResult, type ReportData, type RunData, type SourceFiles } from './report-data.js';
import { documentAt, documentFrom, foldersIn, namesIn, textOf, type Found } from './report-files.js';

/** Where things are. `reports` is a folder of its own when a run wrote elsewhere. */
export type ReadOptions = { root: string; reports?: string };

/** Reads notebooks, contracts and whatever exists of results, measurements, executed copies, logs and data sets. */
export async function readReport({ root, reports = join(root, 'reports') }: ReadOptions): Promise<ReportData> {
  const notebooks = join(root, 'notebooks');
  const [names, versions, commit, datasets] = await Promise.all([
    namesIn(notebooks, '.ipynb'),
    committedVersions(root, 'reports/results'),
    lastCommit(root),
    readDatasets(join(root, 'datasets')),
  ]);
  const read = await Promise.all(names.map((name) => readChapter({ notebooks, reports, name, versions })));
  const chapters = read.filter((chapter) => 'notebook' in chapter);
  const unreadable = read.flatMap((chapter) => ('notebook' in chapter ? [] : chapter.problems));
  const sources = await readSources(chapters, notebooks, reports);
  return { root, chapters, unreadable, datasets, sources, ...(commit && { commit }) };
}

/** Manifests of data sets; one that is not valid stops nothing here, its own tests refuse it. */
async function readDatasets(folder: string): Promise<DatasetManifest[]> {
  const found = await Promise.all(
    (await foldersIn(folder)).map((name) => documentAt(join(folder, name, 'dataset.json'), parseDatasetManifest, name)),
  );
  return found.flatMap((document) => (document !== undefined && 'value' in document ? [document.value] : []));
}

async function readSources(chapters: readonly ChapterData[], notebooks: string, reports: string): Promise<SourceFiles> {
  const places = chapters.flatMap(({ name, contract, runs }) => [
    [notebookPath(name), join(notebooks, `${name}.ipynb`)],
    ...(contract ? [[schemaPath(name), join(notebooks, `${name}.schema.json`)]] : []),
    ...runs.flatMap(({ profile, result, executed, measurement }) => [
      ...(result ? [[resultPath(name, profile), join(reports, 'results', profile, `${name}.json`)]] : []),
      ...(measurement
        ? [[measurementPath(name, profile), join(reports, 'measurements', profile, `${name}.json`)]]
        : []),
      ...(executed ? [[executedPath(name, profile), join(reports, 'notebooks', profile, `${name}.ipynb`)]] : []),
    ]),
  ]) as [string, string][];
  return new Map(
    await Promise.all(
      places.map(async ([path, place]): Promise<[string, Uint8Array]> => [path, await readFile(place)]),
    ),
  );
}

type ChapterPlace = { notebooks: string; reports: string; name: string; versions: FileAtCommit[] };

/** A chapter, or why there is none: a notebook that cannot be read does not keep the others from being shown. */
async function readChapter({
  notebooks,
  reports,
  name,
  versions,
}: ChapterPlace): Promise<ChapterData | Pick<ChapterData, 'problems'>> {
  const problems: string[] = [];
  const keep = <T>(found: Found<T>): T | undefined => {
    if (found !== undefined && 'problem' in found) problems.push(found.problem);
    return found !== undefined && 'value' in found ? found.value : undefined;
  };
  const notebook = keep(await documentAt(join(notebooks, `${name}.ipynb`), parseNotebook, `notebooks/${name}.ipynb`));
  if (notebook === undefined) return { problems };
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
  const resultPlace = join('results', profile, `${name}.json`);
  const resultText = await textOf(reports, resultPlace);
  const result = keep(
    resultText === undefined ? undefined : documentFrom(resultText, parseResultFile, join('reports', resultPlace)),
  );
  const measurement = keep(await at('measurements', '.json', parseMeasurementFile));
  const log = keep(await at('logs', '.json', parseRunRecord));
  const executed = keep(await at('notebooks', '.ipynb', parseNotebook));
  const published = executed
    ? undefined
    : keep(
        figuresOf(
          resultText,
          await at(publishedFolder, '.ipynb', parseNotebook),
          `${publishedFolder}/${profile}/${name}`,
        ),
      );
  return {
    profile,
    ...(published && { published }),
    ...(result && { result }),
    ...(measurement && { measurement }),
    ...(log && { log }),
    ...(executed && { executed }),
  };
}

/** Figures of another result than the one shown would contradict the numbers beside them. */
function figuresOf(result: string | undefined, figures: Found<Notebook>, what: string): Found<Notebook> {
  if (figures === undefined || 'problem' in figures || result === undefined) return figures;
  if (resultOfFigures(figures.value) === sha256(result)) return figures;
  return {
    problem: `${what}.ipynb: its figures belong to another result; run the notebook and then \`atlas publish\``,
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
