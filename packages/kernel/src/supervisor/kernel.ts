import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Router } from 'zeromq';
import type { JsonObject, Request } from '../protocol/message.js';
import type { Publisher } from '../protocol/publisher.js';
import type { Sockets } from '../protocol/sockets.js';
import type { Wire } from '../protocol/wire.js';
import type { KernelVersions } from '../versions.js';
import type { Executor } from './executor.js';
import { History } from './history.js';
import { complete, inspect, isComplete, kernelInfo, requireCode } from './replies.js';

/** What a handler answers; the type of the reply follows from the type of the request. */
type Answer = JsonObject | undefined;

export interface KernelParts {
  readonly sockets: Sockets;
  readonly wire: Wire;
  readonly publisher: Publisher;
  readonly executor: Executor;
  readonly versions: KernelVersions;
  /** Called after a shutdown request has been answered. */
  onShutdown(): void;
  log(text: string): void;
}

/** Answers the requests of shell and control: shell strictly in order, control at once, whatever a cell is doing. */
export class Kernel {
  private readonly history = new History();
  private readonly queue: { readonly request: Request; aborted: boolean }[] = [];
  private executionCount = 0;
  private unstored = 0;
  private working = false;
  private worked = Promise.resolve();
  private controlled = Promise.resolve();

  constructor(private readonly parts: KernelParts) {}

  /** Starts to listen. */
  listen(): void {
    const { sockets } = this.parts;
    void this.receive(sockets.shell, (request) => {
      this.queue.push({ request, aborted: false });
      if (!this.working) this.worked = this.work();
    });
    void this.receive(sockets.control, (request) => {
      const answer = (): Promise<void> => this.answer(sockets.control, request, () => this.handleControl(request));
      this.controlled = this.controlled.then(answer);
    });
    // No cell is ever given input: whatever arrives here is not an answer to this kernel.
    void this.receive(sockets.stdin, () => undefined);
  }

  /** Resolves when the request at work has been answered. */
  async settled(): Promise<void> {
    this.queue.length = 0;
    while (this.working) await this.worked;
  }

  private async receive(socket: Router, handle: (request: Request) => void): Promise<void> {
    for await (const frames of socket) {
      try {
        handle(this.parts.wire.decode(frames));
      } catch (error) {
        this.parts.log(`A message was ignored: ${(error as Error).message}.`);
      }
    }
  }

  private async work(): Promise<void> {
    this.working = true;
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      const { request, aborted } = next;
      await this.answer(this.parts.sockets.shell, request, () =>
        aborted ? { status: 'aborted', execution_count: this.executionCount } : this.handleShell(request),
      );
    }
    this.working = false;
  }

  private async answer(socket: Router, request: Request, handle: () => Promise<Answer> | Answer): Promise<void> {
    const { publisher, wire, log } = this.parts;
    const { header } = request;
    try {
      void publisher.status('busy', header);
      const content = await handle();
      // On shell, the reply comes after the output: clients that stop listening at the reply miss nothing.
      if (socket === this.parts.sockets.shell) await publisher.drained();
      if (content) {
        const type = header.msg_type.replace(/_request$/, '_reply');
        await socket.send(wire.encode(request.identities, { type, parent: header, content }));
      }
    } catch (error) {
      log(`${header.msg_type} could not be answered: ${(error as Error).message}.`);
    }
    // Nothing waits for this to be delivered: a client that does not read must not keep the kernel from shutting down.
    void publisher.status('idle', header);
    if (header.msg_type === 'shutdown_request') this.parts.onShutdown();
  }

  private async handleShell(request: Request): Promise<Answer> {
    const { executor } = this.parts;
    const { content } = request;
    try {
      switch (request.header.msg_type) {
        case 'execute_request':
          return await this.execute(request);
        case 'complete_request':
          return await complete(executor, content);
        case 'inspect_request':
          return await inspect(executor, content);
        case 'is_complete_request':
          return await isComplete(executor, content);
        case 'history_request':
          return this.history.answer(content);
        case 'comm_info_request':
          return { status: 'ok', comms: {} };
        case 'comm_open':
          return this.refuseComm(request);
        case 'comm_msg':
        case 'comm_close':
          return undefined;
        default:
          return this.handleControl(request);
      }
    } catch (error) {
      return failure('InvalidRequest', (error as Error).message);
    }
  }

  private handleControl(request: Request): Answer {
    const { executor, publisher, versions, log } = this.parts;
    const { header, content } = request;
    switch (header.msg_type) {
      case 'kernel_info_request':
        return kernelInfo(versions);
      case 'interrupt_request':
        executor.interrupt();
        return { status: 'ok' };
      case 'shutdown_request': {
        const reply = { status: 'ok', restart: content['restart'] === true };
        void publisher.publish({ type: 'shutdown_reply', parent: header, content: reply });
        return reply;
      }
      default:
        log(`A message of type ${header.msg_type} is not supported.`);
        return header.msg_type.endsWith('_request')
          ? failure('NotSupported', `This kernel does not support ${header.msg_type}.`)
          : undefined;
    }
  }

  private async execute({ header, content }: Request): Promise<JsonObject> {
    const code = requireCode(content);
    const silent = content['silent'] === true;
    const stored = !silent && content['store_history'] !== false;
    if (stored) this.history.add((this.executionCount += 1), code);
    else this.unstored += 1;
    const executionCount = this.executionCount;
    const { executor, publisher } = this.parts;
    if (!silent) {
      void publisher.publish({
        type: 'execute_input',
        parent: header,
        content: { code, execution_count: executionCount },
      });
    }
    const outcome = await executor.execute({
      header,
      code,
      label: stored ? `cell-${executionCount}.ts` : `request-${this.unstored}.ts`,
      executionCount,
      silent,
      expressions: textFields(content['user_expressions']),
      onResult: (text) => {
        if (stored) this.history.setOutput(executionCount, text);
      },
    });
    if (outcome.status === 'ok') {
      return { status: 'ok', execution_count: executionCount, payload: [], user_expressions: outcome.expressions };
    }
    const { position, ...error } = outcome.error;
    if (!silent) {
      const metadata = position ? { position } : {};
      void publisher.publish({ type: 'error', parent: header, content: error, metadata });
    }
    if (content['stop_on_error'] !== false) await this.abortQueued();
    return { status: 'error', execution_count: executionCount, ...error };
  }

  /** Executions that a client has sent before it could know of the error are not run. */
  private async abortQueued(): Promise<void> {
    await nextTurn();
    for (const item of this.queue) item.aborted ||= item.request.header.msg_type === 'execute_request';
  }

  private refuseComm({ header, content }: Request): undefined {
    const close = { comm_id: content['comm_id'], data: {} };
    void this.parts.publisher.publish({ type: 'comm_close', parent: header, content: close });
    return undefined;
  }
}

function failure(ename: string, evalue: string): JsonObject {
  return { status: 'error', ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

function textFields(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === 'string'));
}
