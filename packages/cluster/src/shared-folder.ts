import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '@atlas/runner';
import { ClusterError } from './cluster-error.js';
import type { ClusterPlan, Submission } from './plan.js';

const folders = ['inputs', 'submissions', 'claims', 'events', 'outcomes', 'logs', 'work'] as const;

/**
 * The folder that the submitting machine and all nodes see. One listing of `claims` and one of `outcomes` tell how all
 * runs stand, however many there are.
 */
export class SharedFolder {
  constructor(readonly root: string) {}

  /** Makes the folder, without what earlier runs have left. @throws ClusterError where it cannot be written */
  create(): void {
    try {
      this.clear();
      for (const folder of folders) mkdirSync(join(this.root, folder), { recursive: true });
      accessSync(join(this.root, 'claims'), constants.W_OK);
      writeAtomically(join(this.root, 'claims', '.writable'), '');
    } catch (error) {
      throw new ClusterError(
        'resource',
        `the shared folder ${this.root} cannot be written: ${error instanceof Error ? error.message : String(error)}. ` +
          'Choose a folder that this machine and all nodes may write to with --shared DIR',
      );
    }
  }

  get planFile(): string {
    return join(this.root, 'plan.json');
  }

  hasPlan(): boolean {
    return existsSync(this.planFile);
  }

  plan(): ClusterPlan {
    return readJson(this.planFile) as ClusterPlan;
  }

  /** True once every run is over and collected: the next command may start afresh. */
  isFinished(): boolean {
    return existsSync(join(this.root, 'finished'));
  }

  finish(): void {
    writeAtomically(join(this.root, 'finished'), '');
  }

  /** Takes it back: runs are submitted again. */
  reopen(): void {
    rmSync(join(this.root, 'finished'), { force: true });
  }

  /** Removes what earlier runs have left, and nothing else that may be in the folder. */
  clear(): void {
    for (const name of ['finished', 'plan.json', ...folders])
      rmSync(join(this.root, name), { recursive: true, force: true });
  }

  /** The notebooks as they were submitted, by digest. */
  get inputs(): string {
    return join(this.root, 'inputs');
  }

  keptNotebook(digest: string): string {
    return join(this.inputs, digest, 'notebook.ipynb');
  }

  keptContract(digest: string): string {
    return join(this.inputs, digest, 'notebook.schema.json');
  }

  submissionFile(number: number): string {
    return join(this.root, 'submissions', `${number}.json`);
  }

  scriptFile(number: number): string {
    return join(this.root, 'submissions', `${number}.sh`);
  }

  submissions(): Submission[] {
    return readdirSync(join(this.root, 'submissions'))
      .filter((name) => /^\d+\.json$/.test(name))
      .map((name) => readJson(join(this.root, 'submissions', name)) as Submission)
      .sort((a, b) => a.number - b.number);
  }

  /** Written by a task before it does anything; its existence means that the task has begun. */
  claimFile(run: number, submission: number): string {
    return join(this.root, 'claims', `${run}.${submission}.json`);
  }

  eventsFile(run: number, submission: number): string {
    return join(this.root, 'events', `${run}.${submission}.jsonl`);
  }

  /** Written last; its existence means that the run is over and everything else of it is there. */
  outcomeFile(run: number, submission: number): string {
    return join(this.root, 'outcomes', `${run}.${submission}.json`);
  }

  /** What the task's process has printed; Slurm writes it. */
  logFile(submission: number, index: number | string): string {
    return join(this.root, 'logs', `${submission}.${index}.log`);
  }

  /** Results, executed notebook and records of one attempt. */
  workFolder(run: number, submission: number): string {
    return join(this.root, 'work', String(run), String(submission));
  }

  /** Which runs have a file there, with the submissions that wrote it, oldest first. */
  marks(kind: 'claims' | 'outcomes'): Map<number, number[]> {
    const found = new Map<number, number[]>();
    for (const name of readdirSync(join(this.root, kind))) {
      const [, run, submission] = /^(\d+)\.(\d+)\.json$/.exec(name) ?? [];
      if (run === undefined) continue;
      found.set(
        Number(run),
        [...(found.get(Number(run)) ?? []), Number(submission)].sort((a, b) => a - b),
      );
    }
    return found;
  }
}

export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
