import type { ErrorOutput } from '@atlas/schemas';
import { explainDeath, type Death } from '../kernel/death.js';
import type { Kernel } from '../kernel/kernel.js';
import type { KernelTimings } from '../kernel/timings.js';
import { textAt, textsAt } from '../json.js';
import { sleep, within } from '../time.js';
import type { Message } from '../wire/message.js';
import { completion, type Completion } from './completion.js';
import type { OutputArea } from './output-area.js';
import { rebuildError } from './rebuild-error.js';
import { Sink, type OutputRouter, type SinkListener } from './router.js';
import { escalate, type StopReason, type StopRequest, type StopStep } from './stop.js';

/** How one execution of a cell ended. */
export type CellEnd =
  | { readonly kind: 'ok' }
  | { readonly kind: 'error'; readonly error: ErrorOutput }
  | { readonly kind: 'incomplete'; readonly message: string }
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly step: StopStep }
  | { readonly kind: 'died'; readonly death: Death };

export interface CellExecution {
  readonly kernel: Kernel;
  readonly router: OutputRouter;
  readonly code: string;
  readonly area: OutputArea;
  readonly stop: StopRequest;
  readonly timings: KernelTimings;
  readonly listener: SinkListener;
  /** Called when the request has left: what is done here costs no time while the kernel works. */
  readonly onSent: () => void;
  readonly onStopStep: (step: StopStep) => void;
}

/** How long a kernel may go on refusing a cell because of an error in an earlier one. */
const refusalTime = 5_000;
const refusalPause = 250;
/** How long a kernel that says that it has died may take to end. */
const deathTime = 3_000;
const keptText = 8_192;

/** Executes one cell and waits until everything that belongs to it is in. */
export async function executeCell(execution: CellExecution): Promise<CellEnd> {
  const started = performance.now();
  for (;;) {
    const end = await executeOnce(execution);
    if (end !== 'refused') return withDeath(execution, end);
    if (performance.now() - started > refusalTime) {
      return { kind: 'incomplete', message: 'the kernel refuses to execute the cell: every reply is "aborted"' };
    }
    // tslab refuses requests for 200 ms after an error.
    await sleep(refusalPause);
  }
}

/** A kernel may report the end of the process that runs its cells as an error, before it ends itself. */
async function withDeath({ kernel, area }: CellExecution, end: CellEnd): Promise<CellEnd> {
  const reported = end.kind === 'error' && end.error.ename === 'KernelDied';
  const death = end.kind === 'died' ? end.death : reported ? await within(deathTime, kernel.died) : undefined;
  if (death === undefined) return end;
  // What the process wrote last may have come as output of the cell.
  const lastLines = `${area.streamText('stderr').slice(-keptText)}${death.lastLines}`;
  return { kind: 'died', death: explainDeath(death, lastLines, death.outOfMemory ? 1 : 0) };
}

async function executeOnce(execution: CellExecution): Promise<CellEnd | 'refused'> {
  const { kernel, router, area, stop, timings } = execution;
  const sink = new Sink(area, execution.listener);
  const { id, reply } = kernel.request('shell', 'execute_request', {
    code: execution.code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  });
  router.open(id, sink);
  execution.onSent();
  const completed = completion(kernel, router, sink, reply, timings);
  const over = Promise.race([completed, kernel.died]);
  const first = await Promise.race([
    completed.then((value) => ({ kind: 'completed' as const, value })),
    kernel.died.then((death) => ({ kind: 'died' as const, death })),
    stop.requested.then((reason) => ({ kind: 'stop' as const, reason })),
  ]);
  if (first.kind === 'stop') {
    const step = await escalate(kernel, over, timings.interruptStep, execution.onStopStep);
    sink.finished = true;
    return { kind: 'stopped', reason: first.reason, step };
  }
  sink.finished = true;
  return first.kind === 'died' ? first : endOf(first.value, area);
}

function endOf({ reply, missing }: Completion, area: OutputArea): CellEnd | 'refused' {
  if (reply !== undefined) area.executionCount = countOf(reply) ?? area.executionCount;
  const status = reply === undefined ? undefined : textAt(reply.content, 'status');
  if (status === 'abort' || status === 'aborted') return 'refused';
  if (status === 'error') return { kind: 'error', error: errorOf(reply, area) };
  if (area.error !== undefined) return { kind: 'error', error: area.error };
  if (missing !== undefined) return { kind: 'incomplete', message: missing };
  if (status === 'ok') return { kind: 'ok' };
  return { kind: 'incomplete', message: `the kernel replied with the unknown status ${JSON.stringify(status)}` };
}

/** The error of a cell: as the kernel reported it, else from the reply, else from what stands on standard error. */
function errorOf(reply: Message | undefined, area: OutputArea): ErrorOutput {
  if (area.error !== undefined) return area.error;
  const name = reply === undefined ? undefined : textAt(reply.content, 'ename');
  let error: ErrorOutput;
  if (reply !== undefined && name !== undefined && name !== '') {
    const evalue = textAt(reply.content, 'evalue') ?? '';
    error = { output_type: 'error', ename: name, evalue, traceback: textsAt(reply.content, 'traceback') };
  } else {
    const rebuilt = rebuildError(area.streamText('stderr'));
    area.cutStream('stderr', rebuilt.before);
    error = rebuilt.error;
  }
  area.addError(error);
  return error;
}

function countOf(reply: Message): number | undefined {
  const count = reply.content['execution_count'];
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
}
