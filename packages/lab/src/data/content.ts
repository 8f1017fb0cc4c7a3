import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { type DatasetFile } from '@atlas/schemas';
import { DatasetError } from './dataset-error.js';

/**
 * The verified content of a file from its stored bytes, which may be packed or plain.
 * @param where the file as the reader knows it, for messages
 * @throws DatasetError `corrupt` if it does not unpack or its SHA-256 is not the manifest's
 */
export function verifiedContent(file: DatasetFile, stored: Uint8Array, where: string): Uint8Array {
  const isGzip = stored[0] === 0x1f && stored[1] === 0x8b;
  const content = file.compression === 'gzip' && isGzip ? unpack(stored, where) : stored;
  const found = createHash('sha256').update(content).digest('hex');
  if (found !== file.sha256) {
    throw new DatasetError(
      'corrupt',
      `${where}: expected ${file.bytes} bytes with SHA-256 ${file.sha256}, ` +
        `found ${content.length} bytes with SHA-256 ${found}. The file is damaged or of another edition.`,
    );
  }
  return content;
}

function unpack(stored: Uint8Array, where: string): Uint8Array {
  try {
    return gunzipSync(stored);
  } catch (error) {
    throw new DatasetError('corrupt', `${where}: cannot be unpacked as gzip (${message(error)}).`, { cause: error });
  }
}

export function message(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // fetch hides the reason of a failure, such as ENOTFOUND, in its cause.
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
