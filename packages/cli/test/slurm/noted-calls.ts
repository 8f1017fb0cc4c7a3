import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const programs = ['sbatch', 'scontrol', 'squeue', 'scancel', 'sacct', 'sinfo'];
const noteFile = 'ATLAS_TEST_CALLS';

/** One call of a program of Slurm. */
export interface NotedCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly program: string;
  readonly text: string;
}

/**
 * Puts programs in front of Slurm's own that note each call and pass it on.
 * @param path where Slurm's programs are looked for
 */
export function writeNotingPrograms(folder: string, path: string): void {
  mkdirSync(folder);
  for (const program of programs) {
    const lines = [
      '#!/bin/sh',
      `[ -z "$${noteFile}" ] || echo "$(date +%s%3N) ${program} $*" >> "$${noteFile}"`,
      `PATH='${path}' exec ${program} "$@"`,
      '',
    ];
    writeFileSync(join(folder, program), lines.join('\n'), { mode: 0o755 });
  }
}

/** An environment in which calls are noted in a file. */
export function noting(environment: NodeJS.ProcessEnv, programsFolder: string, file: string): NodeJS.ProcessEnv {
  return { ...environment, PATH: `${programsFolder}:${environment['PATH'] ?? ''}`, [noteFile]: file };
}

/** The calls noted in a file so far. */
export function callsIn(file: string): NotedCall[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  return lines.map((line) => {
    const [at = '', program = '', ...words] = line.split(' ');
    return { at: Number(at), program, text: words.join(' ') };
  });
}
