import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelSpecError, readKernelSpec, type FoundKernelSpec, type KernelSpec } from './kernel-spec.js';
import { surroundingsOf, searchPath, type Surroundings } from './search-path.js';

/** What is asked for: a kernel by name; where no kernel has the name, one for the language. */
export interface KernelRequest {
  readonly name: string;
  readonly language?: string;
}

export interface FindOptions {
  /** Kernels that need no installation, by name. They come before any that is installed. */
  readonly kernels?: Readonly<Record<string, KernelSpec>>;
  readonly surroundings?: Surroundings;
}

const allowedName = /^[A-Za-z0-9._-]+$/;

/**
 * Finds a kernel: first among those given, then by Jupyter's search rules (names are case-insensitive, the first match
 * wins), at last by language. Throws {@link KernelSpecError} with the names that exist.
 */
export function findKernelSpec(request: KernelRequest, options: FindOptions = {}): FoundKernelSpec {
  const { kernels = {}, surroundings = surroundingsOf() } = options;
  if (!allowedName.test(request.name)) {
    throw new KernelSpecError(
      `expected a kernel name of letters, digits, ".", "_" and "-", found ${JSON.stringify(request.name)}`,
    );
  }
  const name = request.name.toLowerCase();
  const given = Object.entries(kernels).find(([candidate]) => candidate.toLowerCase() === name);
  if (given) return { name: given[0], spec: given[1] };

  const installed = installedKernelSpecs(surroundings);
  const named = installed.find((candidate) => candidate.name.toLowerCase() === name);
  if (named) return load(named);

  const language = request.language?.toLowerCase();
  if (language !== undefined) {
    const fitting = Object.entries(kernels).find(([, spec]) => spec.language.toLowerCase() === language);
    if (fitting) return { name: fitting[0], spec: fitting[1] };
    for (const candidate of installed) {
      const found = loadOrSkip(candidate);
      if (found?.spec.language.toLowerCase() === language) return found;
    }
  }
  const known = [...Object.keys(kernels), ...installed.map((candidate) => candidate.name)];
  throw new KernelSpecError(
    `no kernel named "${request.name}"${language === undefined ? '' : ` and none for ${request.language}`}; ` +
      `${known.length === 0 ? 'no kernel is installed' : `found: ${[...new Set(known)].join(', ')}`}. ` +
      `Install the kernel, or choose one with --kernel NAME. Searched: ${searchPath(surroundings).join(', ')}`,
  );
}

interface Candidate {
  readonly name: string;
  readonly folder: string;
}

/** Every installed kernel in order of preference; a name that appears twice is listed once, where it wins. */
export function installedKernelSpecs(surroundings: Surroundings = surroundingsOf()): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const data of searchPath(surroundings)) {
    for (const name of folderNames(join(data, 'kernels'))) {
      const folder = join(data, 'kernels', name);
      if (allowedName.test(name) && !found.has(name.toLowerCase()) && hasKernelJson(folder)) {
        found.set(name.toLowerCase(), { name, folder });
      }
    }
  }
  return [...found.values()];
}

function folderNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function hasKernelJson(folder: string): boolean {
  return folderNames(folder).includes('kernel.json');
}

function load({ name, folder }: Candidate): FoundKernelSpec {
  const file = join(folder, 'kernel.json');
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new KernelSpecError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { name, spec: readKernelSpec(content, file), folder };
}

/** When looking for a language, a broken kernelspec of some other kernel is no reason to stop. */
function loadOrSkip(candidate: Candidate): FoundKernelSpec | undefined {
  try {
    return load(candidate);
  } catch {
    return undefined;
  }
}
