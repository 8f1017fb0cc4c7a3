import { describe, expect, it } from 'vitest';
import { indices, parseJobRecords } from './job-records.js';
import { endOf, phaseOf, stuckReason } from './task-state.js';

const line = (fields: string): string =>
  `JobId=5 ArrayJobId=1 ${fields} Dependency=(null) ExitCode=0:9 NodeList=n2 BatchHost=n2`;

describe('what scontrol tells of a job', () => {
  it('is read line by line, one for tasks that wait and one for each that has begun', () => {
    const text = [
      line('ArrayTaskId=2-4,9%2 JobState=PENDING Reason=Resources'),
      line('ArrayTaskId=0 JobState=RUNNING Reason=None'),
      '',
    ].join('\n');
    expect(parseJobRecords(text)).toEqual([
      { tasks: [2, 3, 4, 9], state: 'PENDING', reason: 'Resources', exitCode: '0:9', node: 'n2' },
      { tasks: [0], state: 'RUNNING', reason: 'None', exitCode: '0:9', node: 'n2' },
    ]);
  });

  it('may be about all tasks that are not named, once they were cancelled together', () => {
    const [record] = parseJobRecords(line('ArrayTaskId=4294967294 JobState=CANCELLED Reason=None'));
    expect(record).toMatchObject({ tasks: [], state: 'CANCELLED' });
  });

  it.each([
    ['7', [7]],
    ['0-3', [0, 1, 2, 3]],
    ['0-8:4,10', [0, 4, 8, 10]],
    ['', []],
  ])('names tasks as %s', (text, expected) => {
    expect(indices(text)).toEqual(expected);
  });
});

describe('the state of a task', () => {
  const record = (state: string, reason = 'None') => ({ tasks: [0], state, reason, exitCode: '3:0', node: 'n2' });

  it.each([
    ['PENDING', 'pending'],
    ['CONFIGURING', 'pending'],
    ['RUNNING', 'running'],
    ['COMPLETING', 'running'],
    ['COMPLETED', 'ended'],
    ['NODE_FAIL', 'ended'],
    ['A_STATE_OF_A_LATER_SLURM', 'ended'],
  ])('%s is %s', (state, phase) => {
    expect(phaseOf(record(state))).toBe(phase);
  });

  it('is stuck where waiting does not help', () => {
    expect(phaseOf(record('PENDING', 'PartitionTimeLimit'))).toBe('stuck');
    expect(stuckReason(record('PENDING', 'PartitionTimeLimit'))).toContain('ask for less with --time');
    expect(stuckReason(record('PENDING', 'PartitionConfig'))).toContain(
      'ask for less with --time, --cores and --memory',
    );
    expect(phaseOf(record('PENDING', 'Priority'))).toBe('pending');
  });

  it.each([
    ['NODE_FAIL', 'node-lost', 'the node n2 was lost'],
    ['TIMEOUT', 'run-deadline', 'give it more with --time'],
    ['OUT_OF_MEMORY', 'out-of-memory', 'give it more with --memory'],
    ['CANCELLED', 'terminated', 'its job was cancelled on n2'],
    ['PREEMPTED', 'terminated', 'a more important one'],
    ['COMPLETED', 'resource', 'left no outcome'],
    ['FAILED', 'kernel-died', 'ended as FAILED on n2, with exit code 3'],
  ])('%s is reported as %s', (state, kind, message) => {
    expect(endOf(record(state)).kind).toBe(kind);
    expect(endOf(record(state)).message).toContain(message);
  });
});
