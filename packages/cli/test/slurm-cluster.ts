import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'scontrol', 'scancel'];
/** Debian puts the daemons where the path of an ordinary user does not look. */
const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

/** What keeps a cluster from being started here; undefined where nothing does. */
export function whyNoCluster(): string | undefined {
  const missing = programs.filter((program) => spawnSync('which', [program], { env: { PATH: path } }).status !== 0);
  if (missing.length > 0) return `needs Slurm: ${missing.join(', ')} not found`;
  return process.getuid?.() === 0 ? undefined : 'needs Slurm run by root';
}

/** A Slurm cluster of this machine alone, in a folder of its own. */
export interface SlurmCluster {
  readonly folder: string;
  /** Environment in which sbatch and scontrol find this cluster. */
  readonly environment: NodeJS.ProcessEnv;
  /** What a power failure does: the node's daemon and all it has started are gone at once. */
  killNode(name: string): void;
  /** Brings a node back that was killed. */
  startNode(name: string): void;
  stop(): Promise<void>;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function configuration(folder: string, [control = 0, ...nodes]: readonly number[]): string {
  return [
    'ClusterName=test',
    'SlurmctldHost=localhost(127.0.0.1)',
    `SlurmctldPort=${control}`,
    'SlurmUser=root',
    'SlurmdUser=root',
    'AuthType=auth/munge',
    'CredType=cred/munge',
    `AuthInfo=socket=${folder}/munge.socket`,
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool.%n`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd.%n.pid`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'JobAcctGatherType=jobacct_gather/none',
    'AccountingStorageType=accounting_storage/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_CPU_Memory',
    'SlurmdParameters=config_overrides',
    'SchedulerParameters=batch_sched_delay=1,sched_interval=2,bf_interval=2',
    'MpiDefault=none',
    'SwitchType=switch/none',
    'SlurmdTimeout=6',
    'KillWait=5',
    'MessageTimeout=5',
    'ReturnToService=2',
    'MaxJobCount=5000',
    ...nodes.map(
      (port, index) =>
        `NodeName=n${index + 1} NodeHostname=localhost NodeAddr=127.0.0.1 Port=${port} CPUs=2 RealMemory=4000 State=UNKNOWN`,
    ),
    'PartitionName=main Nodes=ALL Default=YES MaxTime=60 DefaultTime=5 DefMemPerCPU=500 State=UP',
    'PartitionName=short Nodes=ALL MaxTime=1 State=UP',
    '',
  ].join('\n');
}

/** Processes, by number, that have a text in their environment. */
function processesOf(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => {
      try {
        return readFileSync(`/proc/${id}/environ`, 'latin1').includes(text);
      } catch {
        return false;
      }
    });
}

function parentOf(id: number): number {
  const status = readFileSync(`/proc/${id}/status`, 'utf8');
  return Number(/^PPid:\t(\d+)$/m.exec(status)?.[1] ?? 0);
}

function end(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It has ended in between.
  }
}

/** Starts two nodes of two cores each, and waits until both can be used. Call `stop` in any case. */
export async function startCluster(): Promise<SlurmCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
  const config = join(folder, 'slurm.conf');
  const names = ['n1', 'n2'];
  for (const name of ['state', ...names.map((node) => `spool.${node}`)]) mkdirSync(join(folder, name));
  writeFileSync(config, configuration(folder, await freePorts(1 + names.length)));
  writeFileSync(join(folder, 'cgroup.conf'), 'CgroupPlugin=cgroup/v1\n');
  writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o400 });
  const environment = { ...process.env, PATH: path, SLURM_CONF: config };
  const daemons = new Map<string, ChildProcess>();
  const start = (name: string, program: string, args: readonly string[]): void => {
    daemons.set(name, spawn(program, args, { env: environment, stdio: 'ignore', detached: true }));
  };
  const startNode = (name: string): void =>
    start(name, 'slurmd', ['-D', '-N', name, '-f', config, '-L', join(folder, `${name}.log`)]);
  const killNode = (name: string): void => {
    const daemon = daemons.get(name)?.pid;
    if (daemon !== undefined) end(daemon);
    // The step daemons first: they would tell the controller that their jobs have failed.
    const tasks = processesOf(`SLURM_CONF=${config}`).filter((id) =>
      processesOf(`SLURMD_NODENAME=${name}`).includes(id),
    );
    const parents = new Set(tasks.map(parentOf).filter((id) => id > 1 && !tasks.includes(id)));
    for (const id of [...parents, ...tasks]) end(id);
  };
  const stop = async (): Promise<void> => {
    for (const name of names) killNode(name);
    for (const { pid } of daemons.values()) if (pid !== undefined) end(pid);
    await sleep(200);
    rmSync(folder, { recursive: true, force: true });
  };
  start('munged', 'munged', [
    '--foreground',
    '--force',
    `--socket=${folder}/munge.socket`,
    `--key-file=${folder}/munge.key`,
    `--pid-file=${folder}/munge.pid`,
    `--log-file=${folder}/munge.log`,
    `--seed-file=${folder}/munge.seed`,
  ]);
  try {
    await until(() => readdirSync(folder).includes('munge.socket'), 'munged');
    start('slurmctld', 'slurmctld', ['-D', '-f', config, '-L', join(folder, 'slurmctld.log')]);
    for (const name of names)
      start(name, 'slurmd', ['-D', '-N', name, '-f', config, '-L', join(folder, `${name}.log`)]);
    const idle = (): boolean => {
      const { stdout } = spawnSync('scontrol', ['show', 'node', '-o'], { env: environment, encoding: 'utf8' });
      return stdout.split('\n').filter((line) => line.includes('State=IDLE ')).length === names.length;
    };
    await until(idle, 'the nodes');
  } catch (error) {
    const logs = readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .map((name) => `${name}:\n${readFileSync(join(folder, name), 'utf8').slice(-1500)}`);
    await stop();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${logs.join('\n')}`);
  }
  return { folder, environment, killNode, startNode, stop };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (condition()) return;
    await sleep(200);
  }
  throw new Error(`${what} of the test cluster did not start within 30 s`);
}
