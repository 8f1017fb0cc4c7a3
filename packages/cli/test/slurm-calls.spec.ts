import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOnCluster } from '@atlas/cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './slurm/bench.js';
import { skipped, title } from './slurm/cluster.js';
import type { Place } from './slurm/place.js';
import { until } from './slurm/processes.js';

const options = { timeout: 300_000 };

describe.skipIf(skipped)(title('what a Slurm cluster is asked'), { concurrent: true }, () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(async () => bench?.stop());

  it('is two calls for 1,000 runs, and then one in five seconds', options, async () => {
    const place = bench.place('many');
    const calls = (): string[] => bench.calls(place).map(({ program, text }) => `${program} ${text}`);
    const args = ['-p', 'seed=1..1000', '--sbatch=--hold'];
    const begun = performance.now();
    const run = bench.run(place, ...args);
    await run.until(() => run.said.includes('1000 runs submitted'), 'all runs submitted');
    console.info(`1,000 runs submitted: ${((performance.now() - begun) / 1000).toFixed(1)} s with the start of atlas`);
    expect(run.said).toContain('1000 runs submitted in 2 calls of Slurm');
    expect(calls()).toEqual(['scontrol show config', expect.stringMatching(/^sbatch --parsable .*1\.sh$/)]);
    await run.until(() => calls().length >= 4, 'two looks at the job');
    run.kill('SIGTERM');
    expect(await run.code()).toBe(130);
    expect(run.said).toContain('1000 runs are left to the cluster');

    const again = bench.run(place, ...args, '--resume');
    await again.until(() => again.said.includes('1000 pending'), 'the runs that wait');
    again.kill('SIGTERM');
    expect(await again.code()).toBe(130);
    expect(again.said).not.toContain('submitted');
    const [job = ''] = place.jobIds();
    const looks = bench.calls(place).slice(2);
    expect(new Set(looks.map(({ program, text }) => `${program} ${text}`))).toEqual(
      new Set([`scontrol --oneliner show job ${job}`]),
    );
    // Each call is noted when it begins, and the next must come five seconds after the last has ended.
    const first = looks.slice(0, 2).map(({ at }) => at);
    expect((first[1] ?? 0) - (first[0] ?? 0)).toBeGreaterThanOrEqual(4990);
    bench.cluster.slurm('scancel', job);
  });

  it('is no more often asked about several jobs than about one', options, async () => {
    const place = bench.place('jobs');
    const controller = new AbortController();
    const between = 400;
    const looks = (): { at: number; text: string }[] =>
      bench.calls(place).filter(({ text }) => text.includes('show job'));
    const work = runOnCluster({
      runs: [1, 2, 3].map((cores) => ({
        label: String(cores),
        path: bench.notebook,
        profile: 'default',
        parameters: {},
        out: join(place.out, String(cores)),
        resources: { cores },
      })),
      shared: place.shared,
      command: [process.execPath, bench.task],
      environment: bench.environment(place),
      options: { sbatch: ['--hold'] },
      patience: { folder: 50, slurm: between },
      signal: controller.signal,
    });
    await until(() => looks().length >= 6, 'six looks');
    controller.abort();
    expect(await work).toMatchObject({ left: 3, calls: bench.calls(place).length });
    expect(programsOf(place).slice(0, 4)).toEqual(['scontrol', 'sbatch', 'sbatch', 'sbatch']);
    const asked = looks();
    for (const [index, look] of asked.entries()) {
      const before = asked[index - 1];
      // Each job in its turn, and never sooner; a clock of milliseconds may be off by a few.
      if (before !== undefined) expect(look.at - before.at).toBeGreaterThanOrEqual(between - 10);
      expect(look.text).toMatch(new RegExp(` ${place.jobIds()[index % 3]}$`));
    }
    bench.cluster.slurm('scancel', ...place.jobIds());
  });

  function programsOf(place: Place): string[] {
    return bench.calls(place).map(({ program }) => program);
  }

  it.each([
    ['a partition that does not exist', ['--partition', 'nope'], 2, /partition "nope".*sinfo.*--partition NAME/s],
    ['more memory than a node has', ['--memory', '100G'], 2, /Memory specification.*--memory/s],
    ['no memory', ['--memory', '0G'], 2, /memory: expected a size such as "800M" or "4G", found "0G"/],
  ] as const)('refuses %s with one clear message', options, async (what, args, code, message) => {
    const place = bench.place(what);
    const run = bench.run(place, ...args);
    expect(await run.code()).toBe(code);
    expect(run.said).toMatch(message);
    expect(run.said.trim().split('\n')).toHaveLength(1);
  });

  it('is nothing where the shared folder cannot be written', options, async () => {
    const place = bench.place('unwritable');
    writeFileSync(join(place.out, 'file'), '');
    const run = bench.run(place, '--shared', join(place.out, 'file', 'folder'));
    expect(await run.code()).toBe(1);
    expect(run.said).toMatch(/shared folder .*folder cannot be written: .*--shared DIR/);
    expect(bench.calls(place)).toEqual([]);
  });

  it('is nothing where there is no Slurm', options, async () => {
    const run = bench.runWithoutSlurm(bench.place('none'));
    expect(await run.code()).toBe(2);
    expect(run.said).toContain('there is no Slurm here');
    expect(run.said).toContain('--executor local');
  });
});
