import type { Kernel } from '../kernel/kernel.js';
import { deferred, within } from '../time.js';

/** Why the runner ends a cell. */
export interface StopReason {
  readonly kind:
    'cell-timeout' | 'run-deadline' | 'output-limit' | 'out-of-memory' | 'resource' | 'interrupted' | 'terminated';
  readonly message: string;
  /** The cell that gave the reason, where it need not be the one that runs. */
  readonly cell?: { readonly index: number; readonly id: string };
}

/** A request to stop that may come at any time and from several sides; the first one counts. */
export class StopRequest {
  readonly #requested = deferred<StopReason>();
  reason: StopReason | undefined;

  /** Resolves with the reason of the first request. */
  get requested(): Promise<StopReason> {
    return this.#requested.promise;
  }

  stop(reason: StopReason): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    this.#requested.resolve(reason);
  }
}

export type StopStep = 'interrupt' | 'second interrupt' | 'SIGTERM' | 'SIGKILL';

/**
 * Ends what a kernel executes: asks, asks again, and then ends the kernel, each after the step's time.
 * Returns the step that was needed. `over` resolves when the execution has ended, or the kernel.
 */
export async function escalate(
  kernel: Kernel,
  over: Promise<unknown>,
  stepTime: number,
  onStep: (step: StopStep) => void,
): Promise<StopStep> {
  const steps: readonly (readonly [StopStep, () => void])[] = [
    ['interrupt', () => kernel.interrupt()],
    ['second interrupt', () => kernel.interrupt()],
    ['SIGTERM', () => kernel.signal('SIGTERM')],
  ];
  const ended = over.then(() => true);
  for (const [step, take] of steps) {
    onStep(step);
    take();
    if (await within(stepTime, ended)) return step;
  }
  onStep('SIGKILL');
  kernel.signal('SIGKILL');
  await ended;
  return 'SIGKILL';
}
