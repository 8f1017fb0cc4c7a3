import type { Kernel } from '../kernel/kernel.js';
import type { KernelTimings } from '../kernel/timings.js';
import { sleep, within } from '../time.js';
import type { Message } from '../wire/message.js';
import type { OutputRouter, Sink } from './router.js';

/** What is known when an execution is over. */
export interface Completion {
  readonly reply: Message | undefined;
  /** What is missing; undefined where both the reply and the idle status arrived. */
  readonly missing: string | undefined;
}

/**
 * Waits for both the reply and the idle status of an execution, in either order.
 *
 * When one is in, the other is never waited for without end, nor given up by the clock alone: a request that does
 * nothing is sent as a barrier. Messages arrive in order, so once the barrier's own answer is here, what has not
 * arrived was lost.
 */
export async function completion(
  kernel: Kernel,
  router: OutputRouter,
  sink: Sink,
  answer: Promise<Message>,
  timings: KernelTimings,
): Promise<Completion> {
  const first = await Promise.race([
    answer.then(() => 'reply' as const),
    sink.idle.promise.then(() => 'idle' as const),
  ]);
  return first === 'reply' ? statusAfterReply() : replyAfterStatus();

  async function statusAfterReply(): Promise<Completion> {
    const reply = await answer;
    const idle = sink.idle.promise.then(() => 'idle' as const);
    if ((await untilQuiet(idle, router, timings.quiet)) !== undefined) return { reply, missing: undefined };
    const { id } = kernel.request('shell', 'kernel_info_request', {});
    const barrier = router.idleAfter(id).then(() => 'barrier' as const);
    const found = await untilQuiet(Promise.race([idle, barrier, kernel.died]), router, timings.barrier);
    if (found === 'idle') return { reply, missing: undefined };
    const how = found === 'barrier' ? 'later messages arrived' : 'the kernel sends nothing any more';
    return { reply, missing: `the end of the output never arrived, while ${how}: output was lost` };
  }

  async function replyAfterStatus(): Promise<Completion> {
    const reply = await within(timings.quiet, answer);
    if (reply !== undefined) return { reply, missing: undefined };
    const barrier = kernel.request('shell', 'kernel_info_request', {}).reply;
    await within(timings.barrier, Promise.race([answer, barrier, kernel.died]));
    // A kernel may answer the barrier on another thread: a reply that is on its way gets a moment more.
    const last = await within(timings.quiet, answer);
    return { reply: last, missing: last === undefined ? 'the kernel became idle without a reply' : undefined };
  }
}

/** Waits for a promise as long as messages keep arriving; gives up after a silence of the given length. */
async function untilQuiet<T>(promise: Promise<T>, router: OutputRouter, silence: number): Promise<T | undefined> {
  const start = performance.now();
  for (;;) {
    const silent = performance.now() - Math.max(start, router.lastHeard);
    if (silent >= silence) {
      // Messages that arrived while this process was busy are handled before it is believed that there are none.
      await sleep(0);
      if (performance.now() - Math.max(start, router.lastHeard) >= silence) return undefined;
      continue;
    }
    const found = await within(silence - silent, promise);
    if (found !== undefined) return found;
  }
}
