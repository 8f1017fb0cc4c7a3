import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a task has written when it began. */
export interface Claim {
  /** The position of its run in the plan. */
  readonly run: number;
  readonly node: string;
}

/** The folder of one test: results, the shared folder of the cluster, and doors that runs wait for. */
export class Place {
  readonly shared: string;
  readonly callsFile: string;
  /** The parameter `door` of runs that wait: see the notebook. */
  readonly door: string;

  constructor(readonly out: string) {
    this.shared = join(out, 'cluster');
    this.callsFile = join(out, 'calls');
    this.door = join(out, 'door');
  }

  /** Arguments for one run of each seed, which waits until it is let go on. */
  waitingRuns(...seeds: readonly number[]): string[] {
    return ['-p', `seed=${seeds.join(',')}`, '-p', 'mode=wait', '-p', `door=${this.door}`];
  }

  /** Lets runs go on. */
  open(...seeds: readonly number[]): void {
    for (const seed of seeds) writeFileSync(`${this.door}.${seed}`, '');
  }

  claims(): Claim[] {
    return this.#files('claims').map((file) => {
      const { node } = JSON.parse(readFileSync(join(this.shared, 'claims', file), 'utf8')) as { node: string };
      return { run: Number(file.split('.')[0]), node };
    });
  }

  /** Positions in the plan of the runs that have left an outcome, one for each outcome. */
  outcomes(): number[] {
    return this.#files('outcomes').map((file) => Number(file.split('.')[0]));
  }

  jobIds(): string[] {
    return this.#files('submissions').flatMap((file) => {
      const { jobId } = JSON.parse(readFileSync(join(this.shared, 'submissions', file), 'utf8')) as { jobId?: string };
      return jobId === undefined ? [] : [jobId];
    });
  }

  read(...path: readonly string[]): string {
    return readFileSync(join(this.out, ...path), 'utf8');
  }

  #files(kind: string): string[] {
    const folder = join(this.shared, kind);
    return existsSync(folder) ? readdirSync(folder).filter((file) => /^[\d.]+\.json$/.test(file)) : [];
  }
}
