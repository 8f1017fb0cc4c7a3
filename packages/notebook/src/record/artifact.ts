import { createHash } from 'node:crypto';
import { type ArtifactScrap, isSafeName } from '@atlas/schemas';
import { type Output } from '../display/sink.js';
import { StudyError } from '../study-error.js';
import { scrapOutput } from './scrap-output.js';

/** Artifacts travel inside the notebook and are kept in git: larger ones belong into a data set. */
export const largestArtifact = 32 * 1024 * 1024;

/**
 * A file for the report: trained weights, a picture. Text is written as UTF-8.
 *
 * @throws StudyError for a name that is unsafe as a file name, for other data than bytes or text, and above 32 MiB.
 */
export function artifactOutput(name: string, content: Uint8Array | string): Output {
  if (!isSafeName(name)) {
    throw new StudyError(
      `artifact "${name}": expected a plain file name such as "weights.safetensors": lower-case letters, digits, ` +
        '".", "_" and "-", no folders',
    );
  }
  if (typeof content !== 'string' && !((content as unknown) instanceof Uint8Array)) {
    throw new StudyError(`artifact "${name}": expected bytes (a Uint8Array) or text, found ${typeof content}`);
  }
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);
  if (bytes.length > largestArtifact) {
    throw new StudyError(
      `artifact "${name}" has ${bytes.length} bytes, more than ${largestArtifact}: store less of it`,
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const scrap: ArtifactScrap = { base64: bytes.toString('base64'), bytes: bytes.length, sha256 };
  const text = `artifact ${name}: ${bytes.length} bytes, SHA-256 ${sha256.slice(0, 12)}…`;
  return scrapOutput('artifact', name, scrap, { text });
}
