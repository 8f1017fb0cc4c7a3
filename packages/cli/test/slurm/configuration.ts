import { userInfo } from 'node:os';

/** The nodes of the cluster. */
export const nodeNames = ['n1', 'n2'] as const;
export type NodeName = (typeof nodeNames)[number];

/**
 * A `slurm.conf` for two nodes on this machine. Each claims to have more cores than it has, so that tests that run at the
 * same time never wait for one another.
 *
 * @param folder holds keys, sockets, state and logs; its path must have no space, which Slurm does not read
 * @param ports of the controller and of the nodes
 */
export function slurmConfiguration(folder: string, [control = 0, ...nodePorts]: readonly number[]): string {
  const user = userInfo().username;
  const nodes = nodeNames.map(
    (name, index) =>
      `NodeName=${name} NodeHostname=localhost NodeAddr=127.0.0.1 Port=${nodePorts[index] ?? 0} CPUs=8 RealMemory=16000 State=UNKNOWN`,
  );
  return [
    'ClusterName=test',
    'SlurmctldHost=localhost(127.0.0.1)',
    `SlurmctldPort=${control}`,
    `SlurmUser=${user}`,
    `SlurmdUser=${user}`,
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
    // A node that is silent for as long is lost.
    'SlurmdTimeout=10',
    'KillWait=5',
    'MessageTimeout=10',
    'ReturnToService=2',
    'MaxJobCount=5000',
    ...nodes,
    'PartitionName=main Nodes=ALL LLN=YES Default=YES MaxTime=60 DefaultTime=5 DefMemPerCPU=500 State=UP',
    'PartitionName=short Nodes=ALL MaxTime=1 State=UP',
    '',
  ].join('\n');
}
