import type { FailureKind } from '@atlas/runner';
import type { TaskRecord } from './job-records.js';

/** How a task stands, in the words of the report. */
export type Phase = 'pending' | 'running' | 'ended' | 'stuck';

const phases: Readonly<Record<string, Phase>> = {
  PENDING: 'pending',
  CONFIGURING: 'pending',
  REQUEUED: 'pending',
  REQUEUE_HOLD: 'pending',
  SPECIAL_EXIT: 'pending',
  RESV_DEL_HOLD: 'pending',
  RUNNING: 'running',
  COMPLETING: 'running',
  SUSPENDED: 'running',
  STOPPED: 'running',
  SIGNALING: 'running',
  STAGE_OUT: 'running',
  RESIZING: 'running',
};

/** Reasons for waiting that time does not mend, and the way out. */
const endless: Readonly<Record<string, string>> = {
  PartitionTimeLimit: 'the partition does not allow as much time: ask for less with --time, or for another --partition',
  PartitionNodeLimit: 'the partition does not have as many nodes or cores: ask for less, or for another --partition',
  PartitionConfig:
    'the partition does not allow as much: ask for less with --time, --cores and --memory, or for another --partition',
  PartitionInactive: 'the partition does not start jobs: choose another --partition',
  PartitionDown: 'the partition is down: choose another --partition',
  BadConstraints: 'no node can ever satisfy what is asked for: ask for less memory or fewer cores',
  InvalidAccount: 'the account may not be used: name another with --sbatch --account=NAME',
  InvalidQOS: 'the quality of service may not be used: name another with --sbatch --qos=NAME',
  JobHeldAdmin: 'the job is held by the administrator of the cluster: ask why',
  AssocMaxWallDurationPerJobLimit: 'your account does not allow as much time: ask for less with --time',
  AssocMaxCpuPerJobLimit: 'your account does not allow as many cores: ask for less with --cores',
  AssocMaxMemPerJob: 'your account does not allow as much memory: ask for less with --memory',
  QOSMaxWallDurationPerJobLimit: 'your quality of service does not allow as much time: ask for less with --time',
  QOSMaxCpuPerJobLimit: 'your quality of service does not allow as many cores: ask for less with --cores',
  QOSMaxMemoryPerJob: 'your quality of service does not allow as much memory: ask for less with --memory',
};

export function phaseOf({ state, reason }: TaskRecord): Phase {
  const phase = phases[state] ?? 'ended';
  return phase === 'pending' && endless[reason] ? 'stuck' : phase;
}

/** Why a task that waits will never start. */
export function stuckReason({ reason }: TaskRecord): string {
  return `it would never start (${reason}): ${endless[reason] ?? ''}`;
}

/** What it means for a run that its task ended in a state. */
export function endOf(record: TaskRecord): { readonly kind: FailureKind; readonly message: string } {
  const on = record.node === '' || record.node === '(null)' ? '' : ` on ${record.node}`;
  switch (record.state) {
    case 'NODE_FAIL':
    case 'BOOT_FAIL':
      return { kind: 'node-lost', message: `the node${on ? ` ${record.node}` : ''} was lost while the run was on it` };
    case 'TIMEOUT':
    case 'DEADLINE':
      return { kind: 'run-deadline', message: `its time was over${on}: give it more with --time` };
    case 'OUT_OF_MEMORY':
      return { kind: 'out-of-memory', message: `it needed more memory than it had${on}: give it more with --memory` };
    case 'CANCELLED':
    case 'REVOKED':
      return { kind: 'terminated', message: `its job was cancelled${on}` };
    case 'PREEMPTED':
      return { kind: 'terminated', message: `its job had to make room for a more important one${on}` };
    case 'COMPLETED':
      return { kind: 'resource', message: `its job ended${on} but left no outcome in the shared folder` };
    default:
      return {
        kind: 'kernel-died',
        message: `its job ended as ${record.state || 'unknown'}${on}, ${exitText(record.exitCode)}`,
      };
  }
}

function exitText(text: string): string {
  const [code = '0', signal = '0'] = text.split(':');
  return signal === '0' ? `with exit code ${code}` : `by signal ${signal}`;
}
