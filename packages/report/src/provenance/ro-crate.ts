import { extname } from 'node:path';
import { type JsonObject } from '@atlas/schemas';
import { executedPath, measurementPath, notebookPath, resultPath, schemaPath } from '../paths.js';
import { type ChapterData, type ReportData, type RunData } from '../read/report-data.js';
import { sha256 } from './hashes.js';

export const crateFile = 'ro-crate-metadata.json';

const licence = 'https://spdx.org/licenses/Apache-2.0';
const processCrate = 'https://w3id.org/ro/wfrun/process/0.5';
const software = '#attention-atlas';

const formats: Readonly<Record<string, string>> = {
  '.ipynb': 'application/x-ipynb+json',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
  '.safetensors': 'application/octet-stream',
};

const reference = (id: string): JsonObject => ({ '@id': id });

/**
 * The whole report as an RO-Crate 1.1 in the form of a Process Run Crate: every file with its hash, every run as an
 * action with its notebook, its results, its time and how it ended.
 */
export function roCrate(data: ReportData, files: ReadonlyMap<string, string | Uint8Array>): JsonObject {
  // Scripts of the site are no data.
  const listed = [...files].filter(
    ([path]) => /^(downloads|artifacts|figures)\//.test(path) && formats[extname(path)] !== undefined,
  );
  const actions = data.chapters.flatMap((chapter) => chapter.runs.flatMap((run) => actionOf(chapter, run, files)));
  const root: JsonObject = {
    '@id': './',
    '@type': 'Dataset',
    name: 'Attention Atlas: the report',
    description:
      'Claims about attention mechanisms, with the notebooks that decide them, their results and their figures.',
    datePublished: publicationDate(data),
    license: reference(licence),
    conformsTo: reference(processCrate),
    hasPart: listed.map(([path]) => reference(path)),
    mentions: actions.map(({ '@id': id }) => reference(String(id))),
  };
  return {
    '@context': 'https://w3id.org/ro/crate/1.1/context',
    '@graph': [
      {
        '@id': crateFile,
        '@type': 'CreativeWork',
        conformsTo: reference('https://w3id.org/ro/crate/1.1'),
        about: reference('./'),
      },
      root,
      { '@id': licence, '@type': 'CreativeWork', name: 'Apache License 2.0' },
      { '@id': processCrate, '@type': 'CreativeWork', name: 'Process Run Crate', version: '0.5' },
      {
        '@id': software,
        '@type': 'SoftwareApplication',
        name: 'Attention Atlas',
        ...(data.commit && { softwareVersion: data.commit.id }),
      },
      ...listed.map(([path, content]) => fileEntity(path, content)),
      ...data.datasets.map(datasetEntity),
      ...actions,
    ],
  };
}

function fileEntity(path: string, content: string | Uint8Array): JsonObject {
  const isNotebook = /^downloads\/[^/]+\.ipynb$/.test(path);
  return {
    '@id': path,
    '@type': isNotebook ? ['File', 'SoftwareSourceCode'] : 'File',
    name: path.split('/').at(-1) ?? path,
    encodingFormat: formats[extname(path)] ?? 'application/octet-stream',
    contentSize: String(Buffer.byteLength(content)),
    sha256: sha256(content),
    ...(isNotebook && { programmingLanguage: 'TypeScript' }),
  };
}

function datasetEntity({
  name,
  title,
  licence: terms,
  citation,
  homepage,
}: ReportData['datasets'][number]): JsonObject {
  return {
    '@id': `#dataset-${name}`,
    '@type': 'Dataset',
    name: title,
    license: terms,
    citation,
    ...(homepage !== undefined && { url: homepage }),
  };
}

function actionOf(chapter: ChapterData, run: RunData, files: ReadonlyMap<string, unknown>): JsonObject[] {
  const { name } = chapter;
  const { profile, log, measurement, result } = run;
  if (log === undefined && measurement === undefined && result === undefined) return [];
  const failed = log?.status === 'failed' || log?.status === 'interrupted';
  const existing = (paths: readonly string[]): JsonObject[] => paths.filter((path) => files.has(path)).map(reference);
  const end = log?.finished ?? measurement?.date;
  return [
    {
      '@id': `#run-${profile}-${name}`,
      '@type': 'CreateAction',
      name: `${name}, ${profile} profile`,
      instrument: reference(notebookPath(name)),
      agent: reference(software),
      object: [
        ...existing([schemaPath(name)]),
        ...(chapter.contract?.atlas.datasets ?? []).map((dataset) => reference(`#dataset-${dataset}`)),
      ],
      result: existing([resultPath(name, profile), measurementPath(name, profile), executedPath(name, profile)]),
      actionStatus: `http://schema.org/${failed ? 'FailedActionStatus' : 'CompletedActionStatus'}`,
      ...(log !== undefined && { startTime: log.started }),
      ...(end !== undefined && { endTime: end }),
      ...(failed && log?.error !== undefined && { error: `${log.error.name}: ${log.error.message}` }),
    },
  ];
}

/** The day of the newest run, else of the last commit: the same files give the same crate. */
export function publicationDate(data: ReportData): string {
  const dates = data.chapters.flatMap(({ runs }) => runs.flatMap(({ measurement }) => measurement?.date ?? []));
  return (dates.sort().at(-1) ?? data.commit?.date ?? '1970-01-01').slice(0, 10);
}
