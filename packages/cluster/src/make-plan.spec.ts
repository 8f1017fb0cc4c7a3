import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planOf } from './make-plan.js';
import type { ClusterRun } from './plan.js';
import { SharedFolder } from './shared-folder.js';

let root: string;
let folder: SharedFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plan-'));
  folder = new SharedFolder(join(root, 'shared'));
  writeFileSync(join(root, '77-plan.ipynb'), 'first');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function request(resume: boolean, more: Partial<ClusterRun> = {}): Parameters<typeof planOf>[0] {
  const path = join(root, '77-plan.ipynb');
  const run = { label: '77-plan', path, profile: 'full', parameters: { seed: 1 }, out: root, resources: {} } as const;
  return { runs: [{ ...run, ...more }], command: ['node'], resume };
}

it('is the same after a resume, but may ask for more', () => {
  const first = planOf(request(false), folder);
  const again = planOf(request(true, { resources: { cores: 8 } }), folder);
  expect(again.id).toBe(first.id);
  expect(again.runs[0]?.resources).toEqual({ cores: 8 });
});

it('is new where the earlier runs are all over', () => {
  const first = planOf(request(false), folder);
  expect(() => planOf(request(false), folder)).toThrow('continue them with --resume');
  folder.finish();
  expect(planOf(request(false), folder).id).not.toBe(first.id);
  expect(folder.isFinished()).toBe(false);
});

it('refuses to continue other runs, and runs of a notebook that has changed', () => {
  planOf(request(false), folder);
  expect(() => planOf(request(true, { parameters: { seed: 2 } }), folder)).toThrow('holds other runs');
  writeFileSync(join(root, '77-plan.ipynb'), 'second');
  expect(() => planOf(request(true), folder)).toThrow('has changed since its runs were submitted');
});

it('begins afresh where there is nothing to resume', () => {
  expect(planOf(request(true), folder).runs).toHaveLength(1);
});
