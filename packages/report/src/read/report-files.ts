import { type Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Names of the files in a folder that end in `ending`, without it, sorted; empty where the folder does not exist. */
export async function namesIn(folder: string, ending: string): Promise<string[]> {
  const files = (await entriesOf(folder)).filter((entry) => entry.isFile() && entry.name.endsWith(ending));
  return files.map((entry) => entry.name.slice(0, -ending.length)).sort();
}

/** Names of the folders in a folder, sorted; empty where it does not exist. */
export async function foldersIn(folder: string): Promise<string[]> {
  return (await entriesOf(folder)).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** The text of a file, or undefined where it does not exist. */
export async function textOf(...path: string[]): Promise<string | undefined> {
  try {
    return await readFile(join(...path), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** What a reader of a document found: the document, nothing, or the reason why it cannot be used. */
export type Found<T> = { value: T } | { problem: string } | undefined;

/** Reads and checks one JSON document. A document that is not valid is reported, never shown. */
export async function documentAt<T>(
  path: string,
  parse: (document: unknown, what: string) => T,
  what: string,
): Promise<Found<T>> {
  const text = await textOf(path);
  if (text === undefined) return undefined;
  return documentFrom(text, parse, what);
}

export function documentFrom<T>(text: string, parse: (document: unknown, what: string) => T, what: string): Found<T> {
  try {
    return { value: parse(JSON.parse(text), what) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problem: error instanceof SyntaxError ? `${what} is not JSON: ${message}` : message };
  }
}
