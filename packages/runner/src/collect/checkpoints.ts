import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, isSafeName } from '@atlas/schemas';
import { writeAtomically } from '../files/atomic.js';

/** An artifact that a run left before it was done. */
export interface Checkpoint {
  readonly artifact: string;
  readonly sha256: string;
  /** The digest of all that the artifact follows from; see `CellState.key`. */
  readonly key: string;
  /** Id of the cell that made it, and how long that cell had taken by then. */
  readonly cell: string;
  readonly seconds: number;
}

/**
 * The artifacts of runs that did not get to their end, so that the next one can resume: cheap cells are replayed, and
 * an expensive cell finds what it had computed. The memory of a kernel cannot be saved; files can.
 *
 * A cell finds the offered files in the folder that the environment variable `ATLAS_RESUME_DIR` names, under the names
 * of the artifacts. Only those are offered whose cell, with all code before it, is unchanged.
 */
export class Checkpoints {
  readonly #folder: string;
  readonly #manifest: string;
  #known: Checkpoint[];

  constructor(folder: string) {
    this.#folder = folder;
    this.#manifest = `${folder}.json`;
    this.#known = readManifest(this.#manifest);
  }

  /** The folder of the artifacts. */
  get folder(): string {
    return this.#folder;
  }

  /** Notes an artifact whose bytes are in the folder. Throws WriteError. */
  add(checkpoint: Checkpoint): void {
    this.#known = [...this.#known.filter(({ artifact }) => artifact !== checkpoint.artifact), checkpoint];
    writeAtomically(this.#manifest, `${JSON.stringify(this.#known, null, 2)}\n`, { durable: false });
  }

  /** Those that fit the cells as they are now; all others are removed, so that no cell finds them. */
  offer(keys: ReadonlySet<string>): readonly Checkpoint[] {
    const fitting = this.#known.filter((checkpoint) => keys.has(checkpoint.key) && this.#isWhole(checkpoint));
    for (const checkpoint of this.#known) {
      if (!fitting.includes(checkpoint)) rmSync(join(this.#folder, checkpoint.artifact), { force: true });
    }
    this.#known = fitting;
    return fitting;
  }

  /** Removes everything: the run is done. */
  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
    rmSync(this.#manifest, { force: true });
    this.#known = [];
  }

  #isWhole({ artifact, sha256 }: Checkpoint): boolean {
    try {
      return (
        createHash('sha256')
          .update(readFileSync(join(this.#folder, artifact)))
          .digest('hex') === sha256
      );
    } catch {
      return false;
    }
  }
}

/** A manifest that cannot be read offers nothing: then everything is computed again. */
function readManifest(file: string): Checkpoint[] {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(content) ? content.filter(isCheckpoint) : [];
  } catch {
    return [];
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return (
    isObject(value) &&
    typeof value['artifact'] === 'string' &&
    isSafeName(value['artifact']) &&
    typeof value['sha256'] === 'string' &&
    typeof value['key'] === 'string' &&
    typeof value['cell'] === 'string' &&
    typeof value['seconds'] === 'number'
  );
}
