import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseSweepFile } from '@atlas/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench } from './slurm/bench.js';
import { skipped, title } from './slurm/cluster.js';
import { notebookName } from './slurm/notebook.js';

const limit = 480_000;
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
const folder = `sweeps/default/${notebookName}`;
const resultsOf = (seed: number): string => join(folder, `runs/seed=${seed}/results/default/${notebookName}.json`);

describe.skipIf(skipped)(title('a Slurm cluster of two nodes, one of which dies half way'), () => {
  // Another cluster for another attempt: a node that died stays dead.
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(async () => bench?.stop());

  it(
    'does each of 8 runs once, or reports it, and its results are the bytes of local ones',
    { timeout: limit },
    async () => {
      const place = bench.place('nodes');
      const sweep = ['-p', 'seed=1..8', '-p', 'mode=wait', '-p', `door=${place.door}`];
      const run = bench.run(place, ...sweep, '--jobs', '4');

      // Half way: three runs are over, and one is on the node that dies.
      const nodesInUse = (): number => new Set(place.claims().map(({ node }) => node)).size;
      await run.until(() => place.claims().length === 4 && nodesInUse() === 2, 'four tasks on two nodes');
      const claims = place.claims();
      const doomed = claims.find(({ node }) => node === 'n2');
      const seedOf = (position: number): number => seeds[position] ?? 0;
      place.open(...claims.filter((claim) => claim !== doomed).map((claim) => seedOf(claim.run)));
      await run.until(() => place.outcomes().length === 3, 'three outcomes');
      await bench.cluster.killNode('n2');
      place.open(...seeds);

      // The local runs fill the time until Slurm gives the node up.
      const localPlace = bench.place('local');
      const local = bench.runHere(localPlace, ...sweep, '--jobs', '2');
      const runs = await run.runs();
      expect(runs.map(({ notebook }) => notebook)).toEqual(seeds.map((seed) => `${notebookName} seed=${seed}`));
      const lost = seeds.filter((_seed, position) => runs[position]?.status !== 'passed');
      expect(lost, run.said).toContain(seedOf(doomed?.run ?? -1));
      expect(lost.length, run.said).toBeLessThanOrEqual(5);
      for (const seed of lost) {
        const { failures, exitCode, files } = runs[seed - 1] ?? {};
        expect({ kinds: failures?.map(({ kind }) => kind), exitCode }).toEqual({ kinds: ['node-lost'], exitCode: 1 });
        expect(failures?.[0]?.message).toContain('the node n2 was lost');
        expect(existsSync(files?.log ?? '')).toBe(true);
      }
      expect(await run.code()).toBe(1);

      const again = bench.run(place, ...sweep, '--resume');
      expect(
        (await again.runs()).map(({ status }) => status),
        again.said,
      ).toEqual(seeds.map(() => 'passed'));
      expect(await again.code()).toBe(0);
      // One outcome each, and only the lost ones have been begun again.
      expect(place.outcomes().sort()).toEqual(seeds.map((_seed, position) => position));
      for (const [position, seed] of seeds.entries()) {
        const begun = place.claims().filter((claim) => claim.run === position).length;
        expect(begun).toBeLessThanOrEqual(lost.includes(seed) ? 2 : 1);
      }

      expect(await local.code(), local.said).toBe(0);
      for (const seed of seeds) expect(place.read(resultsOf(seed))).toBe(localPlace.read(resultsOf(seed)));
      const sweepFile = join(folder, 'sweep.json');
      expect(place.read(sweepFile)).toBe(localPlace.read(sweepFile));
      const combined = parseSweepFile(JSON.parse(place.read(sweepFile)), sweepFile);
      expect(combined.points[0]?.seeds).toEqual(seeds);
      expect(combined.points[0]?.claims['gain']?.decision.verdict).toBe('holds');
      expect(new Set(bench.calls(place).map(({ program }) => program))).toEqual(new Set(['sbatch', 'scontrol']));
    },
  );
});
