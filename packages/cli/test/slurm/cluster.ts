import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NodeName, nodeNames, slurmConfiguration } from './configuration.js';
import { endAll, freePorts, processesWith, until } from './processes.js';

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'scontrol', 'squeue', 'scancel', 'setpriv'];
/** Debian puts the daemons where the path of an ordinary user does not look. */
const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
const missing = programs.filter((program) => spawnSync('which', [program], { env: { PATH: path } }).status !== 0);
const required = process.env['ATLAS_REQUIRE_ALL'] === '1';

/** True where no cluster can be started, and where this is no failure. */
export const skipped = missing.length > 0 && !required;

/** The title of a suite, which says why it is skipped. */
export function title(what: string): string {
  return skipped ? `${what} (skipped: needs Slurm, ${missing.join(', ')} not found)` : what;
}

/** A Slurm cluster of two nodes, on this machine alone, in a folder of its own. */
export interface SlurmCluster {
  readonly folder: string;
  /** Environment in which sbatch and scontrol find this cluster. */
  readonly environment: NodeJS.ProcessEnv;
  /** Calls a program of Slurm and returns what it prints. */
  slurm(program: string, ...args: readonly string[]): string;
  /** What a power failure does: the node's daemon and all that it has started are gone at once. */
  killNode(name: NodeName): Promise<void>;
  /** Ends everything that the cluster has started, and removes its folder. */
  stop(): Promise<void>;
}

/** Tells the processes of a node's daemon from those of the other's; what runs in jobs has Slurm's own variable. */
const daemonOf = 'ATLAS_TEST_DAEMON';

/** This process's environment without what a surrounding Slurm job has put there. */
function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(SLURM|SBATCH|SQUEUE|SCANCEL)/.test(name)),
  );
}

/** The year of `slurm-wlm 22.05.8`: from 23 on, control groups can be switched off; before, those of version 1 ask for nothing. */
function slurmYear(): number {
  const { stdout } = spawnSync('slurmctld', ['-V'], { env: { PATH: path }, encoding: 'utf8' });
  return Number(/ (\d+)\./.exec(stdout)?.[1] ?? 22);
}

/** Starts the cluster and waits until both nodes can be used. */
export async function startCluster(): Promise<SlurmCluster> {
  if (missing.length > 0) throw new Error(`needs Slurm: ${missing.join(', ')} not found`);
  const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
  const config = join(folder, 'slurm.conf');
  for (const name of ['state', ...nodeNames.map((node) => `spool.${node}`)]) mkdirSync(join(folder, name));
  writeFileSync(config, slurmConfiguration(folder, await freePorts(1 + nodeNames.length)));
  writeFileSync(join(folder, 'cgroup.conf'), `CgroupPlugin=${slurmYear() < 23 ? 'cgroup/v1' : 'disabled'}\n`);
  writeFileSync(join(folder, 'munge.key'), randomBytes(1024), { mode: 0o400 });
  const environment = { ...plainEnvironment(), PATH: path, SLURM_CONF: config };
  const ours = `SLURM_CONF=${config}`;

  const start = (name: string, program: string, ...args: readonly string[]): void => {
    // Should the tests be killed, the daemons go with them.
    spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
      env: { ...environment, [daemonOf]: name },
      stdio: 'ignore',
      detached: true,
    });
  };
  const cluster: SlurmCluster = {
    folder,
    environment,
    slurm: (program, ...args) => spawnSync(program, args, { env: environment, encoding: 'utf8' }).stdout,
    killNode: (name) =>
      endAll(() => [
        // The daemons first: they would tell the controller that their jobs have failed.
        ...processesWith(ours, `${daemonOf}=${name}`),
        ...processesWith(ours, `SLURMD_NODENAME=${name}`),
      ]),
    stop: async () => {
      await endAll(() => processesWith(ours));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const mungeFile = (kind: string): string => `--${kind}-file=${join(folder, `munge.${kind}`)}`;
  const socket = join(folder, 'munge.socket');
  try {
    start(
      'munge',
      'munged',
      '--foreground',
      '--force',
      `--socket=${socket}`,
      ...['key', 'pid', 'log', 'seed'].map(mungeFile),
    );
    await until(() => existsSync(socket), 'the socket of munge', 60);
    const log = (name: string): string[] => ['-L', join(folder, `${name}.log`)];
    start('control', 'slurmctld', '-D', '-f', config, ...log('slurmctld'));
    for (const name of nodeNames) start(name, 'slurmd', '-D', '-N', name, '-f', config, ...log(name));
    const idle = (): boolean => cluster.slurm('scontrol', 'show', 'node', '-o').match(/ State=IDLE /g)?.length === 2;
    await until(idle, 'the nodes of the test cluster', 60);
    return cluster;
  } catch (error) {
    const logs = readdirSync(folder)
      .filter((name) => /\.log$/.test(name))
      .map((name) => `${name}:\n${readFileSync(join(folder, name), 'utf8').slice(-1500)}`);
    await cluster.stop();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${logs.join('\n')}`);
  }
}
