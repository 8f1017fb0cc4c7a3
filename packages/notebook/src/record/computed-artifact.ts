import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Output, type Sink } from '../display/sink.js';
import { StudyError } from '../study-error.js';
import { artifactOutput } from './artifact.js';

/** Where a resumed run keeps the artifacts of the run that was broken off, as the runner says. */
const resumeVariable = 'ATLAS_RESUME_DIR';

/**
 * Records an artifact that takes long to compute. In a resumed run the bytes of the run that was broken off are taken
 * instead, and the output says so. The runner offers them only where neither the cell nor anything before it has changed.
 *
 * @returns the bytes of the artifact
 * @throws StudyError for an unusable name or content, before and after computing
 */
export async function computedArtifact(
  sink: Sink,
  name: string,
  compute: () => Uint8Array | Promise<Uint8Array>,
): Promise<Uint8Array> {
  // The name is refused before an hour of training, not after it.
  artifactOutput(name, '');
  const stored = storedBytes(name);
  if (stored) {
    sink(asRestored(artifactOutput(name, stored)));
    return stored;
  }
  const bytes = await compute();
  if (!((bytes as unknown) instanceof Uint8Array)) {
    throw new StudyError(
      `artifact "${name}": expected the function to return bytes (a Uint8Array), found ${typeof bytes}`,
    );
  }
  sink(artifactOutput(name, bytes));
  return bytes;
}

function storedBytes(name: string): Uint8Array | undefined {
  const folder = process.env[resumeVariable];
  const file = folder ? join(folder, name) : undefined;
  return file !== undefined && existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
}

function asRestored({ data, metadata }: Output): Output {
  const text = `${String(data['text/plain'])}, taken from the run that was broken off`;
  return { data: { ...data, 'text/plain': text }, metadata: { ...metadata, atlas: { restored: true } } };
}
