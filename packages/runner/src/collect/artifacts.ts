import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  isObject,
  isSafeName,
  scrapMimeType,
  splitScrapName,
  validateArtifactScrap,
  type ArtifactRecord,
  type ArtifactScrap,
  type MimeBundle,
} from '@atlas/schemas';
import { writeAtomically } from '../files/atomic.js';

/** An artifact whose bytes are on disk, beside the log, until the run is done. */
export interface StagedArtifact {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Takes the bytes of artifacts out of outputs as they arrive and keeps them as files. So a run that ends early leaves
 * them for the next one, and the executed notebook holds a reference instead of megabytes of base64.
 */
export class ArtifactStage {
  readonly #folder: string;
  readonly #staged = new Map<string, StagedArtifact>();
  /** Why an artifact was refused, by its name. */
  readonly refused = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The staged artifact with this name. */
  get(name: string): StagedArtifact | undefined {
    return this.#staged.get(name);
  }

  /**
   * An output's data with the bytes of an artifact replaced by path, size and SHA-256. Other data is returned as it is,
   * and so is an artifact that is refused: for an unsafe name, or bytes that do not fit their own hash.
   * Throws WriteError where the bytes cannot be written.
   */
  take(data: MimeBundle): MimeBundle {
    const scrap = data[scrapMimeType];
    if (!isObject(scrap) || typeof scrap['name'] !== 'string') return data;
    const name = splitScrapName(scrap['name']);
    if (name?.kind !== 'artifact') return data;
    const found = readArtifact(name.name, scrap['data']);
    if (typeof found === 'string') {
      this.refused.set(name.name, found);
      return data;
    }
    const { bytes, sha256 } = found;
    writeAtomically(join(this.#folder, name.name), bytes, { durable: false });
    this.refused.delete(name.name);
    this.#staged.set(name.name, { sha256, bytes: bytes.length });
    return { ...data, [scrapMimeType]: { ...scrap, data: { sha256, bytes: bytes.length } } };
  }

  /** Writes the artifacts to where the report finds them. Throws WriteError. */
  publish(folder: string): void {
    for (const name of this.#staged.keys()) {
      writeAtomically(join(folder, name), readFileSync(join(this.#folder, name)));
    }
  }

  /** Removes artifacts of earlier runs that this one did not make. */
  prune(folder: string): void {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    for (const name of names) if (!this.#staged.has(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }

  /** The records of the artifacts, for a folder at this path. */
  records(path: string): Record<string, ArtifactRecord> {
    const entries = [...this.#staged].map(([name, staged]) => [name, { path: `${path}/${name}`, ...staged }] as const);
    return Object.fromEntries(entries);
  }
}

function readArtifact(name: string, data: unknown): { bytes: Buffer; sha256: string } | string {
  if (!isSafeName(name)) {
    return `expected a plain file name of lower-case letters, digits, ".", "_" and "-", found ${JSON.stringify(name)}`;
  }
  const problems = validateArtifactScrap(data);
  if (problems.length > 0) return problems.map((problem) => `${problem.pointer} ${problem.message}`).join('; ');
  const { base64, bytes: size, sha256 } = data as ArtifactScrap;
  const bytes = Buffer.from(base64, 'base64');
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (bytes.length !== size) return `expected ${size} bytes, found ${bytes.length}`;
  if (digest !== sha256) return `expected bytes with the SHA-256 ${sha256}, found ${digest}`;
  return { bytes, sha256 };
}
