import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Failure, RunEvent, RunEventDetail, RunOutcome } from '@atlas/runner';
import { collect, withFailures } from './collect.js';
import { isFinal, latestOutcome } from './latest-outcome.js';
import { lostOutcome } from './lost-run.js';
import { readOutcome } from './outcome-file.js';
import type { ClusterPlan } from './plan.js';
import { readJson, type SharedFolder } from './shared-folder.js';
import { endOf, phaseOf, stuckReason } from './slurm/task-state.js';
import type { WatchedTask, Watcher } from './watch.js';

/** Milliseconds between two lines that count the runs. */
const betweenCounts = 5000;

/** Turns what is seen of the tasks into the events and outcomes of runs. */
export class Follower implements Watcher {
  readonly outcomes = new Map<number, RunOutcome>();
  /** True once this command has asked Slurm to end the runs: they were interrupted then, not ended by others. */
  cancelling = false;
  readonly #read = new Map<string, number>();
  #counts = '';
  #nextCounts = 0;

  constructor(
    private readonly folder: SharedFolder,
    private readonly plan: ClusterPlan,
    private readonly onEvent: (event: RunEvent) => void,
    private readonly say: (line: string) => void,
  ) {}

  /** Takes a run that was over before this command began. */
  take(run: number, submission: number, outcome: RunOutcome): void {
    this.#conclude(run, submission, outcome);
  }

  started({ run, submission }: WatchedTask): void {
    const claim = readJson(this.folder.claimFile(run, submission.number)) as { node?: string };
    this.#emit(run, { type: 'notice', message: `begun on ${claim.node ?? 'a node'}` });
  }

  running({ run, submission }: WatchedTask): void {
    const file = this.folder.eventsFile(run, submission.number);
    for (const line of this.#newLines(file)) {
      this.onEvent({ ...(JSON.parse(line) as RunEvent), notebook: this.#label(run) });
    }
  }

  outcome(task: WatchedTask, final: boolean): boolean {
    this.running(task);
    const outcome = readOutcome(this.folder.outcomeFile(task.run, task.submission.number));
    // A run that was stopped does not know why: Slurm does, a moment later.
    if (!isFinal(outcome) && !final) return false;
    this.#conclude(task.run, task.submission.number, isFinal(outcome) ? outcome : this.#explained(task, outcome));
    return true;
  }

  lost(task: WatchedTask): void {
    // Another task may have done the run: then this one had nothing to do.
    const found = latestOutcome(this.folder, task.run);
    if (found !== undefined && isFinal(found.outcome)) {
      this.#conclude(task.run, found.submission, found.outcome);
      return;
    }
    const end = task.record === undefined ? undefined : endOf(task.record);
    this.#lose(task, end ?? { kind: 'resource', message: 'its job has vanished' });
  }

  stuck(task: WatchedTask): void {
    const message = task.record === undefined ? '' : stuckReason(task.record);
    this.#lose(task, { kind: 'usage', message });
  }

  notice(message: string): void {
    this.say(message);
  }

  looked(tasks: readonly WatchedTask[]): void {
    const isRunning = ({ claimed, record }: WatchedTask): boolean =>
      claimed || (record !== undefined && phaseOf(record) === 'running');
    const waiting = tasks.filter((task) => !isRunning(task));
    const counts = `${waiting.length} pending${reasonsOf(waiting)}, ${tasks.length - waiting.length} running, ${this.outcomes.size} over`;
    if (counts === this.#counts || Date.now() < this.#nextCounts) return;
    this.say(counts);
    this.#counts = counts;
    this.#nextCounts = Date.now() + betweenCounts;
  }

  #explained({ record }: WatchedTask, outcome: RunOutcome): RunOutcome {
    if (this.cancelling) return withFailures(outcome, outcome.failures.map(asInterruption));
    const end = record === undefined ? undefined : endOf(record);
    if (end === undefined || record?.state === 'COMPLETED' || record?.state === 'FAILED') return outcome;
    const known = outcome.failures.map((failure) => (failure.kind === 'terminated' ? { ...failure, ...end } : failure));
    return withFailures(outcome, known);
  }

  #lose(task: WatchedTask, end: Failure): void {
    const { run, submission, index } = task;
    const found = this.plan.runs[run];
    if (found === undefined) return;
    const failure = this.cancelling ? asInterruption(end) : end;
    const work = this.folder.workFolder(run, submission.number);
    const outcome = lostOutcome(found, failure, work, this.folder.logFile(submission.number, index));
    this.#finish(run, outcome);
  }

  #conclude(run: number, submission: number, outcome: RunOutcome): void {
    const found = this.plan.runs[run];
    if (found === undefined) return;
    const contract = this.folder.keptContract(found.digest);
    this.#finish(run, collect(found, outcome, this.folder.workFolder(run, submission), contract));
  }

  #finish(run: number, outcome: RunOutcome): void {
    this.outcomes.set(run, outcome);
    this.#emit(run, { type: 'run-end', outcome });
  }

  #emit(run: number, detail: RunEventDetail): void {
    this.onEvent({ notebook: this.#label(run), at: Date.now(), ...detail });
  }

  #label(run: number): string {
    return this.plan.runs[run]?.label ?? String(run);
  }

  /** The whole lines that a file has got since the last look. */
  #newLines(file: string): string[] {
    if (!existsSync(file)) return [];
    const descriptor = openSync(file, 'r');
    try {
      const start = this.#read.get(file) ?? 0;
      const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - start));
      const length = readSync(descriptor, bytes, 0, bytes.length, start);
      const end = bytes.subarray(0, length).lastIndexOf('\n') + 1;
      this.#read.set(file, start + end);
      return bytes
        .subarray(0, end)
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '');
    } finally {
      closeSync(descriptor);
    }
  }
}

function asInterruption(failure: Failure): Failure {
  return failure.kind === 'terminated'
    ? { ...failure, kind: 'interrupted', message: 'the run was cancelled' }
    : failure;
}

/** What Slurm says that tasks wait for, in its own words: ` (Priority, Resources)`. */
function reasonsOf(tasks: readonly WatchedTask[]): string {
  const reasons = tasks.flatMap(({ record }) => (record && phaseOf(record) === 'pending' ? record.reason : []));
  const said = [...new Set(reasons)].filter((reason) => reason !== '' && reason !== 'None').sort();
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}
