import { rmSync } from 'node:fs';
import type { FoundKernelSpec } from '../kernelspec/kernel-spec.js';
import { surroundingsOf } from '../kernelspec/search-path.js';
import { duration, within } from '../time.js';
import { newConnection, openRuntimeFolder, removeStaleConnectionFiles, writeConnectionFile } from './connection.js';
import type { Death } from './death.js';
import { KernelStartError, type Kernel } from './kernel.js';
import { Session } from './session.js';
import { defaultTimings, type KernelTimings } from './timings.js';

export interface StartOptions {
  /** The working directory of the kernel. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly timings?: Partial<KernelTimings>;
  /** What the process writes to its own standard output and error. */
  readonly onText?: (text: string) => void;
  /** Gives up waiting; the kernel that was being started is ended. */
  readonly signal?: AbortSignal;
  /** Called when a kernel that ended or kept silent is started again. */
  readonly onRetry?: (reason: string) => void;
}

/** A kernel that keeps silent costs the whole waiting time, one that ends does not. */
const mostSilences = 2;

/**
 * Starts a kernel and waits until it answers.
 *
 * Its ports are chosen before it binds them, and another program may be faster. So a kernel that ends before it
 * answers, or keeps silent, is started again with fresh ports.
 * Throws {@link KernelStartError} with the last words of the process.
 */
export async function startKernel(found: FoundKernelSpec, options: StartOptions): Promise<Kernel> {
  const timings = { ...defaultTimings, ...options.timings };
  const folder = openRuntimeFolder(surroundingsOf(options.env));
  removeStaleConnectionFiles(folder);
  let reason = '';
  let silences = 0;
  for (let attempt = 1; attempt <= timings.startAttempts && silences < mostSilences; attempt += 1) {
    if (attempt > 1) options.onRetry?.(reason);
    const session = await openSession(found, options, timings, folder);
    const result = await firstAnswer(session, timings.start, options.signal);
    if (result === 'ready') return session;
    await session.abandon();
    if (result === 'aborted') throw new KernelStartError(`the start of kernel "${found.name}" was interrupted`);
    if (result !== undefined && session.process.pid === undefined) {
      throw new KernelStartError(`kernel "${found.name}": ${result.message}`);
    }
    if (result === undefined) silences += 1;
    const lastWords = session.process.lastText.trim();
    reason =
      (result?.message ?? `the kernel did not answer within ${duration(timings.start)}`) +
      (lastWords === '' ? '' : `; its last words: ${lastWords.slice(-1000)}`);
  }
  throw new KernelStartError(`kernel "${found.name}" (${found.spec.argv.join(' ')}) did not come up: ${reason}`);
}

async function openSession(
  found: FoundKernelSpec,
  options: StartOptions,
  timings: KernelTimings,
  runtimeFolder: string,
): Promise<Session> {
  const connection = await newConnection(found.name);
  const connectionFile = writeConnectionFile(runtimeFolder, connection);
  try {
    return new Session({
      found,
      connection,
      connectionFile,
      timings,
      folder: options.folder,
      env: options.env ?? process.env,
      onText: options.onText ?? (() => undefined),
    });
  } catch (error) {
    rmSync(connectionFile, { force: true });
    throw new KernelStartError(`kernel "${found.name}" cannot be started: ${String(error)}`);
  }
}

/** What comes first: the kernel's answer, its death, the caller's wish to stop, or (undefined) the end of the time. */
async function firstAnswer(
  session: Session,
  time: number,
  signal: AbortSignal | undefined,
): Promise<'ready' | 'aborted' | Death | undefined> {
  let stopListening = (): void => undefined;
  const aborted = new Promise<'aborted'>((resolve) => {
    const listener = (): void => resolve('aborted');
    if (signal?.aborted) listener();
    signal?.addEventListener('abort', listener, { once: true });
    stopListening = () => signal?.removeEventListener('abort', listener);
  });
  const ready = session.handshake().then(() => 'ready' as const);
  const result = await within(time, Promise.race([ready, session.process.died, aborted]));
  stopListening();
  return result;
}
