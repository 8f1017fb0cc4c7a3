import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClusterOutcome, type ClusterRequest, type ClusterRun, runOnCluster } from '@atlas/cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './slurm/bench.js';
import { skipped, title } from './slurm/cluster.js';
import type { Place } from './slurm/place.js';
import { until } from './slurm/processes.js';

const options = { timeout: 300_000 };

describe.skipIf(skipped)(title('the ends of runs on a Slurm cluster'), { concurrent: true }, () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.start();
  });
  afterAll(async () => bench?.stop());

  /** Runs without the command line, and looks often. */
  async function runHere(
    place: Place,
    runs: readonly Partial<ClusterRun>[],
    request: Partial<ClusterRequest> = {},
  ): Promise<ClusterOutcome> {
    return runOnCluster({
      runs: runs.map((run, index) => ({
        label: String(index),
        path: bench.notebook,
        profile: 'default',
        parameters: { seed: index },
        out: join(place.out, String(index)),
        resources: { seconds: 1800 },
        ...run,
      })),
      shared: place.shared,
      command: [process.execPath, bench.task],
      environment: bench.environment(place),
      patience: { folder: 100, slurm: 500, files: 1000 },
      ...request,
    });
  }

  /** What squeue shows of the tasks of a test: index and state. */
  function tasksOf(place: Place): string[] {
    const jobs = place.jobIds().join(',');
    if (jobs === '') return [];
    const text = bench.cluster.slurm('squeue', '--noheader', '--array', '--jobs', jobs, '--format=%K %T');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  }

  it('are those of local runs for an error, too little memory and a cancelled job', options, async () => {
    const place = bench.place('ends');
    const run = bench.run(place, '-p', 'mode=fail,eat,wait', '-p', 'seed=1', '--memory', '700M');
    await run.until(() => place.claims().length === 3 && place.outcomes().length === 2, 'two outcomes of three');
    const local = bench.runHere(bench.place('local ends'), '-p', 'mode=fail');
    bench.cluster.slurm('scancel', ...place.jobIds());
    const [fail, eat, wait] = await run.runs();
    expect(fail?.failures).toEqual((await local.runs())[0]?.failures);
    expect(fail?.failures).toMatchObject([{ kind: 'cell-error', cell: { id: 'work' } }]);
    expect(eat?.failures).toMatchObject([{ kind: 'out-of-memory', cell: { id: 'work' } }]);
    expect(eat?.failures[0]?.message).toContain('give its job more with --memory');
    expect(wait?.failures).toMatchObject([{ kind: 'terminated' }]);
    expect(wait?.failures[0]?.message).toContain('its job was cancelled');
    expect([fail, eat, wait].map((ended) => ended?.exitCode)).toEqual([1, 1, 143]);
    for (const ended of [fail, eat, wait]) expect(existsSync(ended?.files.log ?? '')).toBe(true);
    expect([await run.code(), await local.code()]).toEqual([143, 1]);
  });

  it('are reported where only Slurm knows them, with what the task had printed', options, async () => {
    const place = bench.place('slurm ends');
    const said: string[] = [];
    const program = 'case $SLURM_ARRAY_TASK_ID in 0) echo no such library >&2; exit 7;; 2) exec sleep 600;; esac';
    const work = runHere(place, [{}, {}, {}, {}], {
      command: ['/bin/sh', '-c', program],
      // One after another: the last waits until it is cancelled.
      options: { atOnce: 1 },
      say: (line) => said.push(line),
    });
    await until(() => tasksOf(place).join() === '2 RUNNING,3 PENDING', 'a task that runs and one that waits');
    const [job = ''] = place.jobIds();
    bench.cluster.slurm('scancel', `${job}_3`);
    bench.cluster.slurm('scontrol', 'update', `JobId=${job}_2`, 'EndTime=now');
    const { outcomes, left } = await work;
    expect(left).toBe(0);
    const ends = [...outcomes.values()].map(({ failures, exitCode }) => ({ ...failures[0], exitCode }));
    const message = (pattern: RegExp): unknown => expect.stringMatching(pattern);
    expect(ends).toEqual([
      {
        kind: 'kernel-died',
        exitCode: 1,
        message: message(/ended as FAILED on n\d, with exit code 7.*no such library/s),
      },
      { kind: 'resource', exitCode: 1, message: message(/ended on n\d but left no outcome/) },
      { kind: 'run-deadline', exitCode: 1, message: message(/its time was over on n\d: .*--time.*DUE TO TIME LIMIT/s) },
      { kind: 'terminated', exitCode: 143, message: message(/its job was cancelled/) },
    ]);
    expect(readFileSync(outcomes.get('0')?.files.log ?? '', 'utf8')).toBe('no such library\n');
    expect(said).toContain('4 pending, 0 running, 0 over');
    expect(said.at(-1)).toMatch(/over$/);
  });

  it('are found by --resume after the submitting process was killed', options, async () => {
    const place = bench.place('killed');
    const args = place.waitingRuns(1, 2);
    const first = bench.run(place, ...args);
    await first.until(() => place.claims().length === 2, 'two tasks');
    first.kill('SIGKILL');
    await first.code();
    place.open(1);
    await until(() => place.outcomes().length === 1, 'an outcome that nobody waits for');
    const careless = bench.run(place, ...args);
    expect(await careless.code()).toBe(2);
    expect(careless.said).toContain('continue them with --resume');
    const again = bench.run(place, ...args, '--resume');
    await again.until(() => again.said.includes('1 over'), 'one run collected');
    place.open(2);
    expect((await again.runs()).map(({ status }) => status)).toEqual(['passed', 'passed']);
    expect(await again.code()).toBe(0);
    expect(place.claims()).toHaveLength(2);
    expect(bench.calls(place).filter(({ program }) => program === 'sbatch')).toHaveLength(1);
  });

  it('are left to the cluster or brought about, as one chooses after Ctrl-C', options, async () => {
    const place = bench.place('interrupted');
    const args = place.waitingRuns(1, 2);
    const first = bench.runAtTerminal(place, ...args);
    await first.until(() => place.claims().length === 2, 'two tasks');
    first.press('\x03');
    await first.until(() => first.said.includes('[c/L]'), 'the question');
    first.press('l\r');
    expect(await first.code(), first.said).toBe(130);
    expect(first.said).toContain('2 runs are left to the cluster');
    expect(tasksOf(place)).toEqual(['0 RUNNING', '1 RUNNING']);

    const again = bench.runAtTerminal(place, ...args, '--resume');
    await again.until(() => again.said.includes('2 running'), 'the runs that were left');
    again.press('\x03');
    await again.until(() => again.said.includes('[c/L]'), 'the question');
    again.press('c\r');
    expect(await again.code(), again.said).toBe(130);
    expect(again.said).toMatch(/seed=1 +default +interrupted/);
    expect(again.said).toMatch(/seed=2 +default +interrupted/);
    expect(tasksOf(place)).toEqual([]);
    expect(place.claims()).toHaveLength(2);
  });

  // Slurm may first name the configuration of the partition as the reason, and its time limit only later.
  it.each([
    ['time', { options: { partition: 'short' } }, {}, /never start \(Partition(TimeLimit|Config)\).*--time/],
    ['cores', {}, { resources: { cores: 100 } }, /never start \(PartitionConfig\).*--cores/],
  ])('come before the beginning where no node gives as much %s', options, async (what, request, run, message) => {
    const place = bench.place(`stuck ${what}`);
    const { outcomes } = await runHere(place, [run], request);
    const { failures, exitCode } = outcomes.get('0') ?? {};
    expect(failures?.[0]?.message).toMatch(message);
    expect(exitCode).toBe(2);
    expect(place.claims()).toEqual([]);
  });

  it('come inside the time of the job, with record and log', options, async () => {
    const place = bench.place('deadline');
    const run = bench.run(place, '-p', 'mode=wait', '--time', '0:00:10');
    const [ended] = await run.runs();
    expect(ended?.failures).toMatchObject([{ kind: 'run-deadline' }]);
    expect(ended?.failures[0]?.message).toMatch(/give \w+( \w+)? more with --time(?!out)/);
    expect(JSON.parse(readFileSync(ended?.files.record ?? '', 'utf8'))).toMatchObject({ status: 'failed' });
    expect(existsSync(ended?.files.log ?? '')).toBe(true);
    expect(await run.code()).toBe(1);
  });
});
