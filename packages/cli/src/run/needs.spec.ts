import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobsOnThisMachine, needOf, runsAtOnce } from './needs.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas-needs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what a run needs', () => {
  const notebook = (): string => join(folder, '11-speed.ipynb');

  it('is to be alone where its contract says so', () => {
    writeFileSync(join(folder, '11-speed.schema.json'), JSON.stringify({ atlas: { exclusive: true } }));
    expect(needOf(notebook(), [], 'default').alone).toBe(true);
  });

  it('is not known of a notebook without a contract, or with one that cannot be read', () => {
    expect(needOf(notebook(), [], 'default').alone).toBe(false);
    writeFileSync(join(folder, '11-speed.schema.json'), '{"atlas":');
    expect(needOf(notebook(), [], 'default').alone).toBe(false);
  });
});

describe('runs at once', () => {
  it('are one at least and no more than there are cores', () => {
    expect(runsAtOnce()).toBeGreaterThanOrEqual(1);
    expect(runsAtOnce()).toBeLessThanOrEqual(availableParallelism());
    expect(jobsOnThisMachine(1000)).toBe(availableParallelism());
  });
});
