import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from '@atlas/runner';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { digestOf } from './digest.js';
import type { ClusterPlan } from './plan.js';
import { SharedFolder } from './shared-folder.js';
import { runTask } from './task.js';

let root: string;
let folder: SharedFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'task-'));
  const path = join(root, '77-task.ipynb');
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] }));
  folder = new SharedFolder(join(root, 'shared'));
  folder.create();
  const run = { label: '77-task', path, profile: 'smoke', parameters: {}, out: root, resources: {} } as const;
  const plan: ClusterPlan = {
    schemaVersion: 1,
    id: 'atlas-1',
    created: '',
    command: [],
    runs: [{ ...run, digest: digestOf(path) }],
  };
  writeAtomically(folder.planFile, JSON.stringify(plan));
  for (const number of [1, 2]) {
    writeAtomically(folder.submissionFile(number), JSON.stringify({ number, runs: [0], jobName: `atlas-1.${number}` }));
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const task = (submission: number) => runTask(folder.root, submission, {}, { SLURM_ARRAY_TASK_ID: '0' });
const outcomes = () => readdirSync(join(folder.root, 'outcomes'));

it('leaves an outcome, also where the notebook cannot be run, and does nothing the second time', async () => {
  expect(await task(1)).toBe(2);
  expect(outcomes()).toEqual(['0.1.json']);
  expect(readdirSync(join(folder.root, 'claims')).filter((name) => !name.startsWith('.'))).toEqual(['0.1.json']);
  expect(await task(1)).toBe(0);
  expect(await task(2)).toBe(0);
  expect(outcomes()).toEqual(['0.1.json']);
});

it('does nothing where its run is claimed already by a task of the same number', async () => {
  writeFileSync(folder.claimFile(0, 1), '{}');
  expect(await task(1)).toBe(0);
  expect(outcomes()).toEqual([]);
});

it('does again what an earlier task has not brought to an end', async () => {
  writeFileSync(folder.claimFile(0, 1), '{}');
  expect(await task(2)).toBe(2);
  expect(outcomes()).toEqual(['0.2.json']);
});

it('does not run a notebook that has changed since it was submitted', async () => {
  writeFileSync(join(root, '77-task.ipynb'), '{}');
  expect(await task(1)).toBe(2);
  expect(outcomes()).toEqual([]);
});

it('refuses a task that its submission does not have', async () => {
  await expect(runTask(folder.root, 1, {}, { SLURM_ARRAY_TASK_ID: '5' })).rejects.toThrow('submission 1 has no task 5');
});
