import type { JsonObject, Profile } from '@atlas/schemas';
import type { OutputLimits } from '../execute/limits.js';
import type { FoundKernelSpec, KernelSpec } from '../kernelspec/kernel-spec.js';
import type { Kernel } from '../kernel/kernel.js';
import type { StartOptions } from '../kernel/start.js';
import type { KernelTimings } from '../kernel/timings.js';
import type { RunEvent } from '../progress/events.js';

/** How one notebook is to be run. */
export interface RunOptions {
  /** The notebook, an `.ipynb` file. Its contract is the `.schema.json` file of the same name beside it, if there is one. */
  readonly path: string;
  /** The folder that gets `results/`, `measurements/`, `artifacts/`, `notebooks/` and `logs/`. */
  readonly out: string;
  /** `default` if left out. */
  readonly profile?: Profile;
  /** Parameters that win over those of the profile. */
  readonly parameters?: JsonObject;
  /** The kernel to use instead of the one that the notebook names. */
  readonly kernel?: string;
  /** Kernels that need no installation, by name; they come before installed ones. */
  readonly kernels?: Readonly<Record<string, KernelSpec>>;
  /** Environment of the kernel; that of this process if left out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that one cell may take; an hour if neither this nor `runTimeout` is given. */
  readonly cellTimeout?: number;
  /** Milliseconds that the whole run may take; no limit if left out. */
  readonly runTimeout?: number;
  /** Bytes of memory that the kernel's process may hold; no limit if left out. Needs Linux. */
  readonly memoryLimit?: number;
  /** How more is got of what a limit is about, where it is not with this program's own options. */
  readonly advice?: { readonly time?: string; readonly memory?: string };
  readonly limits?: Partial<OutputLimits>;
  readonly timings?: Partial<KernelTimings>;
  /** Offers the artifacts of an earlier run that was not done, where nothing they depend on has changed. */
  readonly resume?: boolean;
  /** What else the artifacts depend on, as a digest: built packages, data. Artifacts of another digest are not offered. */
  readonly inputsDigest?: string;
  /** Versions for the provenance that only the caller knows. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Stops the run cleanly and keeps everything so far. A reason of `SIGTERM` counts as terminated, any other as interrupted. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
  /** How a kernel is started; a seam for other executors. */
  readonly startKernel?: (found: FoundKernelSpec, options: StartOptions) => Promise<Kernel>;
}
