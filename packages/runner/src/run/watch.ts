import type { MimeBundle } from '@atlas/schemas';
import { isObject, scrapMimeType, splitScrapName } from '@atlas/schemas';
import { OutputArea } from '../execute/output-area.js';
import type { SinkListener } from '../execute/router.js';
import { WriteError } from '../files/atomic.js';
import type { KernelInfo } from '../kernel/kernel.js';
import { objectAt, textAt, textsAt } from '../json.js';
import type { Message } from '../wire/message.js';
import type { CellState } from './cell-state.js';
import { notice, placeOf, type RunContext } from './context.js';

/** How tslab reports what no cell has awaited: on standard error, after the cell has replied "ok". */
const unawaited = /^(?:UncaughtException|UnhandledPromiseRejection): *([^\n]*)/m;
/** After about so many messages in one turn tslab drops what follows, without a word. */
const tslabBurst = 400;

/** Receives the outputs of one execution of a cell: live text, late output, late errors, artifacts, limits. */
export function watchCell(run: RunContext, state: CellState, kernel: KernelInfo): SinkListener & { area: OutputArea } {
  const started = performance.now();
  const area = new OutputArea(run.budget, run.displays, (data, metadata) => keepArtifact(data, metadata));
  const isTslab = kernel.implementation === 'tslab' || kernel.implementation === 'jslab';
  let messages = 0;
  return {
    area,
    onOutput(message, late) {
      messages += 1;
      if (late) state.lateOutput = true;
      const text = liveText(message);
      if (text !== undefined) run.emit({ type: 'output', cell: state.info, late, ...text });
      if (late && message.type === 'error') {
        lateError(
          run,
          state,
          textAt(message.content, 'ename') ?? 'Error',
          textAt(message.content, 'evalue') ?? '',
          textsAt(message.content, 'traceback'),
        );
      }
      const complaint = isTslab && text?.channel === 'stderr' ? unawaited.exec(text.text) : null;
      if (complaint) lateError(run, state, 'UnawaitedError', complaint[1] ?? '', text?.text.split('\n') ?? []);
      if (isTslab && messages === tslabBurst) {
        notice(
          run,
          `cell ${state.info.number} sends many messages, and tslab loses output beyond about 500 at once: run it on a kernel that does not`,
        );
      }
      if (area.exceeded !== undefined)
        run.stop.stop({ kind: 'output-limit', message: area.exceeded, cell: placeOf(state) });
    },
  };

  function keepArtifact(data: MimeBundle, metadata: Readonly<Record<string, unknown>>): MimeBundle {
    try {
      const kept = run.stage.take(data);
      if (kept !== data) noteCheckpoint(kept);
      if (objectAt(metadata, 'atlas')['restored'] === true) state.reused = true;
      return kept;
    } catch (error) {
      if (!(error instanceof WriteError)) throw error;
      run.stop.stop({ kind: 'resource', message: error.message });
      return data;
    }
  }

  function noteCheckpoint(data: MimeBundle): void {
    const scrap = data[scrapMimeType];
    const name = isObject(scrap) ? splitScrapName(String(scrap['name']))?.name : undefined;
    const staged = name === undefined ? undefined : run.stage.get(name);
    if (name === undefined || staged === undefined) return;
    const seconds = (performance.now() - started) / 1000;
    run.checkpoints.add({ artifact: name, sha256: staged.sha256, key: state.key, cell: state.info.id, seconds });
  }
}

function lateError(run: RunContext, state: CellState, name: string, message: string, traceback: string[]): void {
  if (state.tags.raisesException) return;
  state.status = state.status === 'passed' ? 'failed' : state.status;
  run.failures.push({
    kind: 'late-error',
    message: `${name}: ${message}. No cell awaited the work that raised this: await it in the cell that starts it`,
    cell: placeOf(state),
    error: { name, message, traceback },
  });
}

function liveText(message: Message): { channel: 'stdout' | 'stderr' | 'display'; text: string } | undefined {
  if (message.type === 'stream') {
    const channel = message.content['name'] === 'stderr' ? 'stderr' : 'stdout';
    return { channel, text: textAt(message.content, 'text') ?? '' };
  }
  const text = textAt(objectAt(message.content, 'data'), 'text/plain');
  return text === undefined ? undefined : { channel: 'display', text };
}
