import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from '@atlas/runner';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClusterPlan } from '../plan.js';
import type { Resources } from '../resources.js';
import { SharedFolder } from '../shared-folder.js';
import { adoptSubmissions } from './adopt.js';
import { Slurm } from './slurm.js';
import { submit } from './submit.js';

let root: string;
let folder: SharedFolder;
let slurm: Slurm;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'submit-'));
  folder = new SharedFolder(join(root, 'shared'));
  folder.create();
  program('scontrol', 'echo "MaxArraySize            = 4"');
  program('sbatch', 'echo $(( $(wc -l < calls) + 100 ))');
  program('scancel', '');
  program('squeue', '');
  slurm = new Slurm({ PATH: `${root}:${process.env['PATH'] ?? ''}` });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program of Slurm that notes its call and does what the lines of shell say. */
function program(name: string, lines: string): void {
  const text = `#!/bin/sh\ncd ${root}\necho ${name} "$@" >> calls\n${lines}\n`;
  writeFileSync(join(root, name), text, { mode: 0o755 });
}
const calls = (): string[] => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n');

function planOf(resources: readonly Resources[]): ClusterPlan {
  const runs = resources.map((needs, index) => ({
    label: String(index),
    path: '/n/77.ipynb',
    profile: 'smoke' as const,
    parameters: {},
    out: root,
    resources: needs,
    digest: '',
  }));
  return { schemaVersion: 1, id: 'atlas-1', created: '', command: ['node', 'task.js'], runs };
}
const all = (plan: ClusterPlan): number[] => [...plan.runs.keys()];

describe('submitting', () => {
  it('takes one call for each group of equal resources and each length of an array', async () => {
    const plan = planOf([...Array<Resources>(6).fill({ cores: 1 }), { cores: 2 }]);
    const submissions = await submit(slurm, folder, plan, all(plan), {});
    expect(submissions.map(({ runs }) => runs)).toEqual([[0, 1, 2, 3], [4, 5], [6]]);
    expect(slurm.calls).toBe(4);
    expect(folder.submissions()).toEqual(submissions);
    expect(readFileSync(folder.scriptFile(3), 'utf8')).toContain('--cpus-per-task=2');
  });

  it('leaves no job behind where a later one is refused', async () => {
    program('sbatch', '[ $(grep -c sbatch calls) = 1 ] && echo 7 || { echo "sbatch: error: Too much" >&2; exit 1; }');
    const plan = planOf([{ cores: 1 }, { cores: 99 }]);
    await expect(submit(slurm, folder, plan, all(plan), {})).rejects.toThrow('Slurm refused the runs: Too much.');
    expect(calls().at(-1)).toBe('scancel 7');
  });

  it('says where the controller does not answer', async () => {
    program('scontrol', 'echo "slurm_load_ctl_conf error: Unable to contact slurm controller" >&2; exit 1');
    await expect(submit(slurm, folder, planOf([{}]), [0], {})).rejects.toThrow(
      /Slurm does not answer: .*scontrol ping/,
    );
  });

  it('says where a program is missing', async () => {
    const nowhere = new Slurm({ PATH: root.concat('/none') });
    await expect(submit(nowhere, folder, planOf([{}]), [0], {})).rejects.toThrow('there is no Slurm here');
  });
});

describe('what a command that went away has submitted', () => {
  const submission = { number: 1, runs: [0, 1], jobName: 'atlas-1.1' };
  const adopted = () => adoptSubmissions(slurm, folder);

  it('is known where sbatch had answered', async () => {
    writeAtomically(folder.submissionFile(1), JSON.stringify({ ...submission, jobId: '12' }));
    expect(await adopted()).toEqual([{ ...submission, jobId: '12' }]);
    expect(slurm.calls).toBe(0);
  });

  it('is found by the claim of a task', async () => {
    writeAtomically(folder.submissionFile(1), JSON.stringify(submission));
    writeFileSync(folder.claimFile(1, 1), JSON.stringify({ job: '13' }));
    expect(await adopted()).toEqual([{ ...submission, jobId: '13' }]);
  });

  it('is found by the name of its job', async () => {
    program('squeue', 'echo 14');
    writeAtomically(folder.submissionFile(1), JSON.stringify(submission));
    expect(await adopted()).toEqual([{ ...submission, jobId: '14' }]);
    expect(calls()).toEqual(['squeue --noheader --name=atlas-1.1 --states=all --format=%F']);
    expect(folder.submissions()).toEqual([{ ...submission, jobId: '14' }]);
  });

  it('is nothing where sbatch never got so far', async () => {
    writeAtomically(folder.submissionFile(1), JSON.stringify(submission));
    expect(await adopted()).toEqual([]);
  });
});
