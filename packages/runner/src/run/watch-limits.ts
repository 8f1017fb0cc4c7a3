import type { StopRequest } from '../execute/stop.js';
import { byteText } from '../execute/limits.js';
import { duration } from '../time.js';
import type { RunOptions } from './options.js';

const longest = 2 ** 31 - 1;
const memoryInterval = 500;

/** Turns the caller's signal and the deadline of the run into requests to stop. Returns the function that ends the watch. */
export function watchLimits(options: RunOptions, stop: StopRequest): () => void {
  const { signal, runTimeout, advice } = options;
  const aborted = (): void => {
    const terminated = signal?.reason === 'SIGTERM';
    stop.stop({
      kind: terminated ? 'terminated' : 'interrupted',
      message: `the run was ${terminated ? 'terminated' : 'interrupted'}; everything so far is kept`,
    });
  };
  if (signal?.aborted) aborted();
  signal?.addEventListener('abort', aborted, { once: true });
  const timer =
    runTimeout === undefined
      ? undefined
      : setTimeout(
          () =>
            stop.stop({
              kind: 'run-deadline',
              message: `the notebook did not end within ${duration(runTimeout)}; ${advice?.time ?? 'give it more with --timeout SECONDS'}`,
            }),
          Math.min(runTimeout, longest),
        );
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', aborted);
  };
}

/** What is known about the memory of a kernel. */
export interface MemoryWatch {
  /** The most bytes held at once, as far as was seen. */
  peak(): number | undefined;
  dispose(): void;
}

/** Follows how much memory a kernel holds, and stops the run where it is more than allowed. */
export function watchMemory(
  kernel: { peakMemory(): number | undefined },
  { memoryLimit: limit, advice }: Pick<RunOptions, 'memoryLimit' | 'advice'>,
  stop: StopRequest,
): MemoryWatch {
  const wayOut = advice?.memory === undefined ? '' : `; ${advice.memory}`;
  let peak: number | undefined;
  const look = (): void => {
    peak = kernel.peakMemory() ?? peak;
    if (limit === undefined || peak === undefined || peak <= limit) return;
    const message = `the kernel held ${byteText(peak)} of memory, more than the ${byteText(limit)} it may${wayOut}`;
    stop.stop({ kind: 'out-of-memory', message });
  };
  const timer = setInterval(look, memoryInterval);
  timer.unref();
  return {
    peak: () => {
      look();
      return peak;
    },
    dispose: () => clearInterval(timer),
  };
}
