import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runOnCluster } from '@atlas/cluster';
import { parseSweepFile } from '@atlas/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SlurmCluster, startCluster, whyNoCluster } from './slurm-cluster.js';
import { writeNotebook } from './slurm-notebook.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const atlas = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const missing = whyNoCluster();
const required = process.env['ATLAS_REQUIRE_ALL'] === '1';
const skipped = missing !== undefined && !required;

/** A command that has begun. */
interface Begun {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<{ code: number; json: { runs: RunOfJson[] } | undefined }>;
}
interface RunOfJson {
  notebook: string;
  status: string;
  exitCode: number;
  failures: { kind: string; message: string }[];
  files: { log?: string; results?: string };
}

describe.skipIf(skipped)(skipped ? `runs on a Slurm cluster (skipped: ${missing})` : 'runs on a Slurm cluster', () => {
  let cluster: SlurmCluster;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'atlas-slurm-'));
    mkdirSync(join(folder, 'notebooks'));
    writeFileSync(join(folder, 'nx.json'), '{}');
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeNotebook(join(folder, 'notebooks'));
    cluster = await startCluster();
  });
  afterAll(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function begin(args: readonly string[], environment: NodeJS.ProcessEnv = cluster.environment): Begun {
    const child = spawn(process.execPath, [atlas, 'run', '77', '--json', ...args], { cwd: folder, env: environment });
    let said = '';
    let printed = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    child.stdout.on('data', (text: Buffer) => (printed += text.toString()));
    const ended = new Promise<Awaited<Begun['ended']>>((resolve) => {
      child.once('close', (code) => {
        const json = printed === '' ? undefined : (JSON.parse(printed) as { runs: RunOfJson[] });
        resolve({ code: code ?? -1, json });
      });
    });
    return { child, said: () => said, ended };
  }
  const out = (name: string): string => join(folder, name);
  const onSlurm = (name: string, ...more: string[]): string[] => ['--executor', 'slurm', '--out', out(name), ...more];
  async function until(condition: () => boolean, { said }: Begun): Promise<void> {
    for (let look = 0; look < 600 && !condition(); look += 1) await sleep(100);
    if (!condition()) throw new Error(`it did not come to that within a minute; said:\n${said()}`);
  }
  const files = (name: string, kind: string): string[] => {
    const place = join(out(name), 'cluster', kind);
    return existsSync(place) ? readdirSync(place).filter((file) => file.endsWith('.json')) : [];
  };
  const hasJustBegun = (name: string, node: string): boolean =>
    files(name, 'claims').some((file) => {
      if (files(name, 'outcomes').includes(file)) return false;
      const claim = JSON.parse(readFileSync(join(out(name), 'cluster/claims', file), 'utf8')) as {
        node: string;
        at: string;
      };
      return claim.node === node && Date.now() - Date.parse(claim.at) < 3000;
    });
  const sweepFile = (name: string): string => join(out(name), 'sweeps/default/77-cluster/sweep.json');

  it('loses nothing and runs nothing twice when a node dies half way, and is equal to a local run', async () => {
    const sweep = ['-p', 'seed=1..8', '-p', 'seconds=4'];
    const run = begin([...sweep, ...onSlurm('nodes')]);
    // Half way: some runs are over, and one has just begun on the node that dies.
    await until(() => files('nodes', 'outcomes').length >= 2 && hasJustBegun('nodes', 'n2'), run);
    cluster.killNode('n2');
    const first = await run.ended;
    const runs = first.json?.runs ?? [];
    expect(runs).toHaveLength(8);
    const lost = runs.filter(({ status }) => status === 'failed');
    expect(lost.map(({ failures }) => failures[0]?.kind)).toEqual(lost.map(() => 'node-lost'));
    expect(lost.length, run.said()).toBeGreaterThan(0);
    expect(first.code).toBe(1);
    expect(files('nodes', 'claims')).toHaveLength(8);

    const again = begin([...sweep, ...onSlurm('nodes', '--resume')]);
    const second = await again.ended;
    expect(
      second.json?.runs.map(({ status }) => status),
      again.said(),
    ).toEqual(Array(8).fill('passed'));
    expect(second.code).toBe(0);
    expect(files('nodes', 'claims')).toHaveLength(8 + lost.length);
    cluster.startNode('n2');

    const local = await begin([...sweep, '--jobs', '2', '--out', out('local')]).ended;
    expect(local.code).toBe(0);
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const result = join('sweeps/default/77-cluster/runs', `seed=${seed}`, 'results/default/77-cluster.json');
      expect(readFileSync(join(out('nodes'), result), 'utf8')).toBe(readFileSync(join(out('local'), result), 'utf8'));
    }
    expect(readFileSync(sweepFile('nodes'), 'utf8')).toBe(readFileSync(sweepFile('local'), 'utf8'));
    const combined = parseSweepFile(JSON.parse(readFileSync(sweepFile('nodes'), 'utf8')), 'the sweep');
    expect(combined.points[0]?.seeds).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(combined.points[0]?.claims['gain']?.decision.verdict).toBe('holds');
  });

  it('submits 1,000 runs in under 10 s with two calls, and picks them up again', async () => {
    const begun = performance.now();
    const run = begin(['-p', 'seed=1..1000', ...onSlurm('many', '--sbatch=--hold')]);
    await until(() => run.said().includes('1000 runs submitted'), run);
    const seconds = (performance.now() - begun) / 1000;
    expect(run.said()).toContain('1000 runs submitted in 2 calls of Slurm');
    expect(seconds).toBeLessThan(10);
    run.child.kill('SIGTERM');
    expect((await run.ended).code).toBe(130);
    expect(run.said()).toContain('1000 runs are left to the cluster');

    const careless = begin(['-p', 'seed=1..1000', ...onSlurm('many')]);
    expect((await careless.ended).code).toBe(2);
    expect(careless.said()).toContain('continue them with --resume');

    const again = begin(['-p', 'seed=1..1000', ...onSlurm('many', '--resume')]);
    await until(() => again.said().includes('1000 pending'), again);
    expect(again.said()).not.toContain('submitted');
    again.child.kill('SIGTERM');
    expect((await again.ended).code).toBe(130);
    spawnSync('scancel', ['--name', jobNames('many').join(',')], { env: cluster.environment });
  });

  function jobNames(name: string): string[] {
    return files(name, 'submissions').map(
      (file) =>
        (JSON.parse(readFileSync(join(out(name), 'cluster/submissions', file), 'utf8')) as { jobName: string }).jobName,
    );
  }

  it('reports an error, too little memory and a cancelled job like local ones, with their logs', async () => {
    const run = begin(['-p', 'mode=fail,eat,sleep', ...onSlurm('ends', '--memory', '700M')]);
    const names = (): string[] => jobNames('ends');
    await until(() => files('ends', 'claims').length === 3 && files('ends', 'outcomes').length >= 1, run);
    await until(() => files('ends', 'outcomes').length === 2, run);
    const [job = ''] = names();
    spawnSync('scancel', ['--name', job], { env: cluster.environment });
    const { code, json } = await run.ended;
    const [fail, eat, slept] = json?.runs ?? [];
    expect(fail?.failures).toMatchObject([{ kind: 'cell-error', cell: { id: 'work' } }]);
    expect(eat?.failures).toMatchObject([{ kind: 'out-of-memory', cell: { id: 'work' } }]);
    expect(slept?.failures).toMatchObject([
      { kind: 'terminated', message: expect.stringContaining('cancelled') as string },
    ]);
    expect([fail, eat, slept].map((ended) => ended?.exitCode)).toEqual([1, 1, 143]);
    for (const ended of [fail, eat, slept]) expect(existsSync(ended?.files.log ?? '')).toBe(true);
    expect(code).toBe(143);
  });

  it('cancels the runs on request, and reports them as interrupted', async () => {
    const controller = new AbortController();
    const path = join(folder, 'notebooks/77-cluster.ipynb');
    const run = { path, profile: 'default', resources: { seconds: 600 } } as const;
    const { outcomes, left } = await runOnCluster({
      runs: [1, 2, 3, 4, 5, 6].map((seed) => ({
        ...run,
        label: `seed=${seed}`,
        out: join(out('cancelled'), String(seed)),
        parameters: { seed, mode: 'sleep' },
      })),
      shared: join(out('cancelled'), 'cluster'),
      command: [process.execPath, fileURLToPath(new URL('../dist/cluster/task.js', import.meta.url))],
      environment: cluster.environment,
      signal: controller.signal,
      onInterrupt: () => Promise.resolve('cancel'),
      onEvent: (event) => {
        if (event.type === 'cell-start' && event.cell.id === 'work') controller.abort();
      },
    });
    expect(left).toBe(0);
    expect([...outcomes.values()].map(({ exitCode }) => exitCode)).toEqual(Array(6).fill(130));
    const jobs = spawnSync('squeue', ['--noheader'], { env: cluster.environment, encoding: 'utf8' }).stdout;
    expect(jobs.trim()).toBe('');
  });

  it.each([
    ['a partition that does not exist', ['--partition', 'nope'], /partition "nope".*sinfo.*--partition NAME/s],
    ['more memory than a node has', ['--memory', '100G'], /Memory specification.*--memory/s],
    ['an unreadable time', ['--time', 'soon'], /time: expected minutes .* found "soon"/],
    ['no memory', ['--memory', '0G'], /memory: expected a size such as "800M" or "4G", found "0G"/],
    [
      'a folder that cannot be written',
      ['--shared', '/etc/hostname/none'],
      /shared folder \/etc\/hostname\/none cannot be written.*--shared DIR/s,
    ],
  ])('refuses %s with one clear message', async (_what, args, message) => {
    const run = begin(onSlurm('refused', ...args));
    const { code } = await run.ended;
    expect(code).toBe(args[0] === '--shared' ? 1 : 2);
    expect(run.said()).toMatch(message);
    rmSync(out('refused'), { recursive: true, force: true });
  });

  it('ends a run that its partition would never start', async () => {
    const run = begin(onSlurm('stuck', '--partition', 'short', '--time', '30'));
    const { code, json } = await run.ended;
    expect(json?.runs[0]?.failures[0]?.message).toMatch(/never start \(PartitionTimeLimit\).*--time/);
    expect(code).toBe(2);
  });

  it('says where there is no Slurm', async () => {
    const run = begin(onSlurm('none'), { ...cluster.environment, PATH: '/nowhere' });
    expect((await run.ended).code).toBe(2);
    expect(run.said()).toContain('there is no Slurm here');
  });
});

describe('options of a cluster', () => {
  it.each([
    [['--executor', 'cloud'], 'unknown executor "cloud"; there are: local, slurm'],
    [['--time', '1:00:00'], '--time is for a cluster; add --executor slurm'],
    [['--executor', 'slurm', '--setup', '/none/such'], '--setup /none/such cannot be read'],
    [['--executor', 'slurm', '--cores', 'many'], '--cores: expected a whole number of at least 1, found "many"'],
  ])('%j are refused', (args, message) => {
    const { status, stderr } = spawnSync(process.execPath, [atlas, 'run', '00', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
