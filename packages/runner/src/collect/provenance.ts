import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { isObject, type JsonObject, type Provenance } from '@atlas/schemas';
import type { KernelInfo } from '../kernel/kernel.js';
import { textAt } from '../json.js';

export interface ProvenanceSources {
  readonly kernel: KernelInfo;
  readonly kernelName: string;
  /** The notebook's folder: its repository is the one recorded. */
  readonly folder: string;
  readonly measurements: JsonObject;
  readonly seeds: readonly number[];
  /** Versions that the caller knows: of the packages, of the native library. */
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * What a run ran on and with. The backend and its threads are known only inside the kernel: a notebook that computes
 * with tensors records what `chooseBackend()` returns as the measurement `backend`.
 */
export function provenanceOf(sources: ProvenanceSources): Provenance {
  const { kernel, kernelName, measurements } = sources;
  const [cpu] = cpus();
  const features = processorFeatures();
  return {
    versions: {
      node: process.version,
      kernel: `${kernelName} (${kernel.implementation} ${kernel.implementationVersion})`,
      ...languageVersion(kernel),
      ...sources.versions,
    },
    ...backendOf(measurements['backend']),
    processor: {
      model: cpu?.model.trim() || 'unknown',
      cores: cpus().length,
      architecture: arch(),
      ...(features.length === 0 ? {} : { features }),
    },
    platform: { system: type(), release: release(), memoryBytes: totalmem() },
    seeds: [...new Set(sources.seeds)].sort((a, b) => a - b),
    git: gitState(sources.folder),
  };
}

function languageVersion({ language, languageInfo }: KernelInfo): Record<string, string> {
  const version = textAt(languageInfo, 'version');
  return version === undefined || version === '' || language === '' ? {} : { [language]: version };
}

function backendOf(recorded: unknown): Pick<Provenance, 'backend' | 'threads'> {
  const found = isObject(recorded) ? recorded : {};
  const threads = isObject(found['threads']) ? found['threads'] : {};
  const tensorflowVersion = textAt(found, 'tensorflowVersion');
  const notice = textAt(found, 'notice');
  return {
    backend: {
      name: textAt(found, 'name') ?? 'not recorded',
      ...(tensorflowVersion ? { tensorflowVersion } : {}),
      ...(notice ? { notice } : {}),
    },
    threads: { intra: countOf(threads['intraOp']), inter: countOf(threads['interOp']) },
  };
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}

/** The instruction sets that change how numerical libraries compute. */
function processorFeatures(): string[] {
  try {
    const flags = /^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    return flags
      .split(/\s+/)
      .filter((flag) => /^(sse4_[12]|avx|avx2|fma|avx512\w*|avx_vnni|amx_\w+)$/.test(flag))
      .sort();
  } catch {
    return [];
  }
}

function gitState(folder: string): Provenance['git'] {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    }).trim();
  try {
    // What runs leave in `reports` changes nothing that a later run computes.
    const changes = git('status', '--porcelain', '--untracked-files=no', '--', ':/', ':(top,exclude)reports');
    return { commit: git('rev-parse', 'HEAD'), modified: changes !== '' };
  } catch {
    return null;
  }
}
