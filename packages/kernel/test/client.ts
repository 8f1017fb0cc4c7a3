import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dealer, Request as Requester, Subscriber } from 'zeromq';
import { kernelSpec } from '../src/kernel-spec.js';

/** A small Jupyter client: enough to hold the kernel to the protocol, and nothing more. */
export interface Message {
  readonly header: { readonly msg_type: string; readonly msg_id: string; readonly version: string };
  readonly parent_header: { readonly msg_id?: string };
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface CellRun {
  readonly reply: Readonly<Record<string, unknown>>;
  /** Every message of iopub that names the request as its parent, up to idle. */
  readonly messages: readonly Message[];
  readonly stdout: string;
  readonly stderr: string;
  readonly types: readonly string[];
  content(type: string): Readonly<Record<string, unknown>>;
}

export interface ConnectionFile {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly signature_scheme: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

const delimiter = '<IDS|MSG>';

/** The program that the kernelspec names, in the built package. */
export function kernelArgv(connectionFile: string): string[] {
  const { argv } = kernelSpec();
  return argv.map((argument) =>
    argument.replace('/src/bin.js', '/dist/bin.js').replace('{connection_file}', connectionFile),
  );
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export async function connectionFile(changes: Partial<ConnectionFile> = {}): Promise<ConnectionFile> {
  const ports = new Set<number>();
  while (ports.size < 5) ports.add(await freePort());
  const [shell, iopub, stdin, control, hb] = ports;
  return {
    transport: 'tcp',
    ip: '127.0.0.1',
    key: randomBytes(16).toString('hex'),
    signature_scheme: 'hmac-sha256',
    shell_port: shell!,
    iopub_port: iopub!,
    stdin_port: stdin!,
    control_port: control!,
    hb_port: hb!,
    ...changes,
  };
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly connection?: Partial<ConnectionFile>;
}

export class KernelClient {
  readonly received: Message[] = [];
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  log = '';
  private readonly waiting = new Set<() => void>();

  private constructor(
    readonly process: ChildProcess,
    readonly connection: ConnectionFile,
    readonly folder: string,
    readonly shell: Dealer,
    readonly control: Dealer,
    readonly iopub: Subscriber,
  ) {
    this.exit = new Promise((resolve) => process.once('exit', (code, signal) => resolve({ code, signal })));
    process.stderr?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    void this.exit.then(() => this.wake());
    void this.listen();
  }

  static async start(options: StartOptions = {}): Promise<KernelClient> {
    const folder = mkdtempSync(join(tmpdir(), 'kernel-test-'));
    const connection = await connectionFile(options.connection);
    const file = join(folder, 'connection.json');
    writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
    const [command, ...args] = kernelArgv(file);
    if (!existsSync(args[0]!)) throw new Error(`Build the package first: ${args[0]} does not exist.`);
    const child = spawn(command!, args, {
      cwd: options.cwd ?? folder,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    const endpoint = (port: number): string => `tcp://${connection.ip}:${port}`;
    const sockets = { shell: new Dealer({ linger: 0 }), control: new Dealer({ linger: 0 }) };
    const iopub = new Subscriber({ receiveHighWaterMark: 0, linger: 0 });
    sockets.shell.connect(endpoint(connection.shell_port));
    sockets.control.connect(endpoint(connection.control_port));
    iopub.connect(endpoint(connection.iopub_port));
    iopub.subscribe();
    const client = new KernelClient(child, connection, folder, sockets.shell, sockets.control, iopub);
    await client.until((message) => message.header.msg_type === 'iopub_welcome');
    return client;
  }

  /** Ends the kernel, whatever state it is in. */
  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      await this.request('control', 'shutdown_request', { restart: false }, 3000).catch(() =>
        this.process.kill('SIGKILL'),
      );
    }
    await this.exit;
    for (const socket of [this.shell, this.control, this.iopub]) socket.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  frames(
    type: string,
    content: object,
    changes: { header?: object; key?: string } = {},
  ): { id: string; frames: string[] } {
    const id = randomUUID();
    const header = {
      msg_id: id,
      session: 'test',
      username: 'test',
      date: new Date().toISOString(),
      msg_type: type,
      version: '5.5',
      ...changes.header,
    };
    const documents = [header, {}, {}, content].map((document) => JSON.stringify(document));
    const hmac = createHmac('sha256', changes.key ?? this.connection.key);
    for (const document of documents) hmac.update(document);
    return { id, frames: [delimiter, this.connection.key === '' ? '' : hmac.digest('hex'), ...documents] };
  }

  async send(channel: 'shell' | 'control', type: string, content: object): Promise<string> {
    const { id, frames } = this.frames(type, content);
    await this[channel].send(frames);
    return id;
  }

  /** Replies on shell and control, in the order of their arrival. */
  readonly replies = new Map<string, Message>();

  async request(
    channel: 'shell' | 'control',
    type: string,
    content: object = {},
    timeout = 30_000,
  ): Promise<Readonly<Record<string, unknown>>> {
    return (await this.reply(await this.send(channel, type, content), timeout)).content;
  }

  async reply(id: string, timeout = 30_000): Promise<Message> {
    await this.wait(() => this.replies.has(id), timeout, `a reply to ${id}`);
    return this.replies.get(id)!;
  }

  /** Sends a cell; `finish` waits for its reply and its idle. */
  async begin(code: string, options: object = {}): Promise<string> {
    const defaults = {
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    };
    return this.send('shell', 'execute_request', { code, ...defaults, ...options });
  }

  async finish(id: string, timeout = 30_000): Promise<CellRun> {
    const { content: reply } = await this.reply(id, timeout);
    await this.until((message) => isIdle(message, id), timeout);
    return cellRun(reply, this.messagesOf(id));
  }

  async run(code: string, options: object = {}, timeout?: number): Promise<CellRun> {
    return this.finish(await this.begin(code, options), timeout);
  }

  messagesOf(id: string): Message[] {
    return this.received.filter((message) => message.parent_header.msg_id === id);
  }

  /** Waits until a message that fits has been published. */
  async until(fits: (message: Message) => boolean, timeout = 30_000): Promise<Message> {
    await this.wait(() => this.received.some(fits), timeout, 'a message on iopub');
    return this.received.find(fits)!;
  }

  async heartbeat(): Promise<string> {
    const socket = new Requester({ linger: 0, receiveTimeout: 1000 });
    socket.connect(`tcp://${this.connection.ip}:${this.connection.hb_port}`);
    await socket.send('beat');
    const [answer] = await socket.receive();
    socket.close();
    return answer!.toString();
  }

  private async wait(condition: () => boolean, timeout: number, what: string): Promise<void> {
    const deadline = Date.now() + timeout;
    while (!condition()) {
      const { exitCode, signalCode } = this.process;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`No ${what} within ${timeout} ms. Kernel's log: ${this.log}`);
      const poll = exitCode !== null || signalCode !== null ? Math.min(left, 3000) : left;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, poll);
        const waiting = this.waiting;
        function done(): void {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        }
        waiting.add(done);
      });
      if (poll !== left && !condition()) {
        throw new Error(`The kernel ended (${exitCode ?? signalCode}) without ${what}. Its log: ${this.log}`);
      }
    }
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }

  private async listen(): Promise<void> {
    const read = async (socket: AsyncIterable<Buffer[]>, take: (message: Message) => void): Promise<void> => {
      for await (const frames of socket) {
        take(this.decode(frames));
        this.wake();
      }
    };
    const keep = (message: Message): void => void this.replies.set(message.parent_header.msg_id ?? '', message);
    await Promise.all([
      read(this.shell, keep),
      read(this.control, keep),
      read(this.iopub, (message) => this.received.push(message)),
    ]);
  }

  private decode(frames: readonly Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.toString() === delimiter);
    const [signature, ...documents] = frames.slice(at + 1);
    if (this.connection.key !== '') {
      const hmac = createHmac('sha256', this.connection.key);
      for (const document of documents) hmac.update(document);
      if (hmac.digest('hex') !== signature?.toString()) throw new Error('the kernel signed a message wrongly');
    }
    const [header, parent_header, metadata, content] = documents.map(
      (document) => JSON.parse(document.toString()) as never,
    );
    return { header: header!, parent_header: parent_header!, metadata: metadata!, content: content! };
  }
}

export function isIdle(message: Message, id: string): boolean {
  return (
    message.header.msg_type === 'status' &&
    message.content['execution_state'] === 'idle' &&
    message.parent_header.msg_id === id
  );
}

export function cellRun(reply: Readonly<Record<string, unknown>>, messages: readonly Message[]): CellRun {
  const text = (name: string): string =>
    messages
      .filter(({ header, content }) => header.msg_type === 'stream' && content['name'] === name)
      .map(({ content }) => String(content['text']))
      .join('');
  return {
    reply,
    messages,
    stdout: text('stdout'),
    stderr: text('stderr'),
    types: messages.map(({ header, content }) =>
      header.msg_type === 'status' ? String(content['execution_state']) : header.msg_type,
    ),
    content: (type) => {
      const found = messages.find(({ header }) => header.msg_type === type);
      if (!found) throw new Error(`no ${type} among ${messages.map(({ header }) => header.msg_type).join(', ')}`);
      return found.content;
    },
  };
}
