import { basename, join } from 'node:path';
import { isSafeName, type Profile } from '@atlas/schemas';

/** Where the files of one run go. */
export interface Layout {
  /** The notebook's name, its file without `.ipynb`. */
  readonly name: string;
  readonly executed: string;
  readonly results: string;
  readonly measurements: string;
  /** The folder of the artifacts, and its path relative to the reports folder. */
  readonly artifacts: string;
  readonly artifactsPath: string;
  readonly record: string;
  readonly log: string;
  /** Artifacts of a run that is not done: what `resume` offers to the next one. */
  readonly checkpoints: string;
}

/** The name of a notebook from its file. Throws where it could not be a file name everywhere. */
export function notebookName(file: string): string {
  const name = basename(file).replace(/\.ipynb$/, '');
  if (!file.endsWith('.ipynb') || !isSafeName(name)) {
    throw new Error(
      `${file}: expected a notebook file such as "05-channel.ipynb", named with lower-case letters, digits, ".", "_" and "-"`,
    );
  }
  return name;
}

export function layoutOf(reports: string, profile: Profile, name: string): Layout {
  const place = (kind: string, ending: string): string => join(reports, kind, profile, `${name}${ending}`);
  return {
    name,
    executed: place('notebooks', '.ipynb'),
    results: place('results', '.json'),
    measurements: place('measurements', '.json'),
    artifacts: join(reports, 'artifacts', name, profile),
    artifactsPath: `artifacts/${name}/${profile}`,
    record: place('logs', '.json'),
    log: place('logs', '.log'),
    checkpoints: place('logs', '.checkpoints'),
  };
}
