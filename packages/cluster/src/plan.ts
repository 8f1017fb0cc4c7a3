import type { JsonObject, Profile } from '@atlas/schemas';
import type { Resources } from './resources.js';

/** One notebook run that the cluster is to do. */
export interface ClusterRun {
  /** What people call it: `05-channel seed=1`. Every run has another label. */
  readonly label: string;
  /** The notebook, at a path that every node sees. */
  readonly path: string;
  readonly profile: Profile;
  readonly parameters: JsonObject;
  /** Where its files go in the end. */
  readonly out: string;
  readonly resources: Resources;
  readonly kernel?: string;
  readonly runTimeout?: number;
  readonly inputsDigest?: string;
}

/** What stays fixed from the submission to the end: what to run, and with which program. */
export interface ClusterPlan {
  readonly schemaVersion: 1;
  /** A name of its own, also that of its jobs: `atlas-1f0c…`. */
  readonly id: string;
  readonly created: string;
  /** The program that does one task; it gets the shared folder and the number of the submission. */
  readonly command: readonly string[];
  readonly runs: readonly (ClusterRun & { readonly digest: string })[];
}

/** Runs that were handed to Slurm in one `sbatch`. */
export interface Submission {
  readonly number: number;
  /** Positions in the plan; a task of the array finds its run by its index. */
  readonly runs: readonly number[];
  readonly jobName: string;
  /** Missing while `sbatch` has not answered. */
  readonly jobId?: string;
}
