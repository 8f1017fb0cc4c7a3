import { rmSync } from 'node:fs';
import type { FoundKernelSpec } from '../kernelspec/kernel-spec.js';
import { surroundingsOf } from '../kernelspec/search-path.js';
import { duration, within } from '../time.js';
import { newConnection, openRuntimeFolder, removeStaleConnectionFiles, writeConnectionFile } from './connection.js';
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

/**
 * Starts a kernel and waits until it answers.
 *
 * Its ports are chosen before it binds them, and another program may be faster. So a kernel that ends before it
 * answers, or keeps silent for its share of the time, is started again with fresh ports.
 * Throws {@link KernelStartError} with the last words of the process.
 */
export async function startKernel(found: FoundKernelSpec, options: StartOptions): Promise<Kernel> {
  const timings = { ...defaultTimings, ...options.timings };
  const folder = openRuntimeFolder(surroundingsOf(options.env));
  removeStaleConnectionFiles(folder);
  let reason = '';
  for (let attempt = 1; attempt <= timings.startAttempts; attempt += 1) {
    if (attempt > 1) options.onRetry?.(reason);
    const connection = await newConnection(found.name);
    const connectionFile = writeConnectionFile(folder, connection);
    const session = openSession();
    const aborted = whenAborted(options.signal);
    const result = await within(
      timings.start / timings.startAttempts,
      Promise.race([
        session.handshake().then(() => 'ready' as const),
        session.process.died,
        aborted.promise.then(() => 'aborted' as const),
      ]),
    );
    aborted.dispose();
    if (result === 'ready') return session;
    await session.abandon();
    if (session.process.pid === undefined && result !== undefined && typeof result === 'object') {
      throw new KernelStartError(`kernel "${found.name}": ${result.message}`);
    }
    if (result === 'aborted') throw new KernelStartError(`the start of kernel "${found.name}" was interrupted`);
    reason = result?.message ?? `the kernel did not answer within ${duration(timings.start / timings.startAttempts)}`;
    const lastWords = session.process.lastText.trim();
    if (lastWords !== '') reason += `; its last words: ${lastWords.slice(-1000)}`;

    function openSession(): Session {
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
  }
  throw new KernelStartError(
    `kernel "${found.name}" (${found.spec.argv.join(' ')}) did not come up in ${timings.startAttempts} attempts: ${reason}`,
  );
}

function whenAborted(signal: AbortSignal | undefined): { promise: Promise<void>; dispose: () => void } {
  let dispose = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    const listener = (): void => resolve();
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', listener, { once: true });
    dispose = () => signal?.removeEventListener('abort', listener);
  });
  return { promise, dispose };
}
