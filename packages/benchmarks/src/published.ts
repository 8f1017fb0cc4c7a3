import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BenchFile, ContenderName } from './file/bench-file.js';
import { parseBenchFile } from './file/bench-file.schema.js';

const folder = fileURLToPath(new URL('../results/', import.meta.url));

/** The runs beside other libraries that are kept in the repository, by the names of their files. */
export function publishedRuns(): BenchFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => parseBenchFile(JSON.parse(readFileSync(`${folder}${name}`, 'utf8')), name));
}

/** One contender beside the compiled function, in the same run. */
export type Comparison = {
  work: string;
  contender: Exclude<ContenderName, 'compiled'>;
  /** Medians in milliseconds. */
  ours: number;
  theirs: number;
  /** ours / theirs: below 1 the compiled function is faster. */
  ratio: number;
  date: string;
};

/** Every comparison of some runs, from the oldest to the newest; of each work that of the newest run with it. */
export function comparisons(runs: readonly BenchFile[]): Comparison[] {
  const newest = new Map(runs.flatMap((run) => run.works.map(({ id }) => [id, run] as const)));
  return runs.flatMap((run) =>
    run.works.flatMap(({ id, entries }) => {
      if (newest.get(id) !== run) return [];
      const { date } = run;
      const ours = entries.find(({ contender }) => contender === 'compiled')?.median;
      if (ours === undefined) return [];
      return entries.flatMap(({ contender, median }): Comparison[] =>
        contender === 'compiled'
          ? []
          : [{ work: id, contender, ours, theirs: median, ratio: ours / median, date: date.slice(0, 10) }],
      );
    }),
  );
}

/** What each contender is called in a text. */
export const contenderTitles: Readonly<Record<ContenderName, string>> = {
  compiled: 'compiled',
  'op-by-op': 'op by op',
  pytorch: 'PyTorch eager',
  'torch-compile': 'torch.compile',
  jax: 'JAX jit',
};
