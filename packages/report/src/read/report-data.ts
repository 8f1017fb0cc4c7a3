import {
  type DatasetManifest,
  type MeasurementFile,
  type Notebook,
  type NotebookContract,
  type Profile,
  type ResultFile,
  type RunRecord,
} from '@atlas/schemas';

/** An earlier state of a result file, kept in git. */
export type PastResult = { commit: string; date: string; result: ResultFile };

/** One notebook at one profile, as far as it exists. */
export type RunData = {
  profile: Profile;
  result?: ResultFile;
  measurement?: MeasurementFile;
  log?: RunRecord;
  /** The executed copy: there only where the notebook ran on this machine. */
  executed?: Notebook;
  /** The figures of the published run, kept in git. */
  published?: Notebook;
  /** Earlier published results, newest first. The first is what the last commit publishes. */
  past: PastResult[];
};

/** Files as they are on the disk, byte for byte, by their path in the site. */
export type SourceFiles = Map<string, Uint8Array>;

/** A notebook with everything that is known about it. */
export type ChapterData = {
  /** `05-channel`. */
  name: string;
  notebook: Notebook;
  contract?: NotebookContract;
  runs: RunData[];
  /** Documents that could not be used, with the reason; shown on the page. */
  problems: string[];
};

/** Everything that a site is built from. */
export type ReportData = {
  root: string;
  chapters: ChapterData[];
  /** Why notebooks could not be read that therefore have no chapter. */
  unreadable: string[];
  datasets: DatasetManifest[];
  /** Files for download. */
  sources: SourceFiles;
  /** The last commit of the checkout, or undefined outside of one. */
  commit?: { id: string; date: string };
};
