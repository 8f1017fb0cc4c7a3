/**
 * A kernel that does what a cell tells it to, also what no kernel should do. A cell is a JSON list of actions; see
 * `actions` below. Started as `node fake-kernel.mjs CONNECTION_FILE [mode]`.
 */
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Publisher, Router } from 'zeromq';

const [, , connectionFile, mode = 'normal', argument = ''] = process.argv;
if (mode === 'die') {
  console.error('the port is taken: EADDRINUSE');
  process.exit(1);
}
if (mode === 'die-once' && !existsSync(argument)) {
  writeFileSync(argument, 'died');
  process.exit(1);
}
if (mode === 'mute') await sleep(600_000);

const connection = JSON.parse(readFileSync(connectionFile, 'utf8'));
if (mode === 'robbed' && !existsSync(argument)) {
  // Another program has taken the port since the client found it free.
  writeFileSync(argument, 'robbed');
  await new Promise((resolve) => createServer().listen(connection.shell_port, '127.0.0.1', resolve));
}
const iopub = new Publisher({ sendTimeout: 0, sendHighWaterMark: 0, linger: 1000 });
const sockets = { shell: new Router(), control: new Router(), stdin: new Router() };
const address = (port) => `tcp://127.0.0.1:${port}`;
await Promise.all([
  iopub.bind(address(connection.iopub_port)),
  ...Object.entries(sockets).map(([name, socket]) => socket.bind(address(connection[`${name}_port`]))),
]);

const session = randomUUID();
const sign = (parts) => {
  const hmac = createHmac('sha256', connection.key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};
function frames(type, parent, content, { key = true, buffers = [] } = {}) {
  const header = { msg_id: randomUUID(), msg_type: type, session, username: 'fake', date: '', version: '5.4' };
  const parts = [header, parent, {}, content].map((part) => JSON.stringify(part));
  return ['<IDS|MSG>', key ? sign(parts) : 'ff'.repeat(32), ...parts, ...buffers];
}

let count = 0;
let abortsLeft = 0;
let infosWithoutOutput = mode === 'slow-output' ? 3 : 0;
process.on('SIGINT', () => interrupted?.(new Error('interrupted')));
let interrupted;

const publish = (type, parent, content, options) => iopub.send(frames(type, parent, content, options));
const stream = (parent, text, name = 'stdout') => publish('stream', parent, { name, text });

const actions = {
  print: (parent, text) => stream(parent, text),
  warn: (parent, text) => stream(parent, text, 'stderr'),
  async lines(parent, number) {
    for (let line = 0; line < number; line += 1) {
      stream(parent, `line ${line}\n`);
      if (line % 1000 === 999) await sleep(0);
    }
  },
  /** Prints without end, as fast as it can. */
  async flood(parent) {
    const text = `${'x'.repeat(1000)}\n`;
    for (;;) {
      for (let line = 0; line < 100; line += 1) stream(parent, text);
      await Promise.race([sleep(0), stopped()]);
    }
  },
  sleep: (_parent, time) => Promise.race([sleep(time), stopped()]),
  /** Sleeps and takes no interrupt. */
  deaf: (_parent, time) => sleep(time),
  spin() {
    for (;;);
  },
  /** Ignores SIGTERM as well from now on. */
  immortal() {
    process.on('SIGTERM', () => undefined);
  },
  display: (parent, content) => publish('display_data', parent, { data: {}, metadata: {}, transient: {}, ...content }),
  update: (parent, content) => publish('update_display_data', parent, { data: {}, metadata: {}, ...content }),
  clear: (parent, wait) => publish('clear_output', parent, { wait }),
  result: (parent, data) => publish('execute_result', parent, { data, metadata: {}, execution_count: count }),
  error(parent, { ename = 'Error', evalue = '', traceback = [], silent = false, bare = false }) {
    if (!silent) publish('error', parent, { ename, evalue, traceback });
    return { reply: bare ? { status: 'error' } : { status: 'error', ename, evalue, traceback } };
  },
  exit: (_parent, code) => process.exit(code),
  kill: (_parent, signal) => process.kill(process.pid, signal),
  dropIdle: () => ({ dropIdle: true }),
  dropReply: () => ({ dropReply: true }),
  idleFirst: () => ({ idleFirst: true }),
  reply: (_parent, reply) => ({ reply }),
  /** Does something after the cell has finished. */
  late(parent, { after, then }) {
    setTimeout(() => void perform(parent, then), after);
  },
  forge: (parent, text) => publish('stream', parent, { name: 'stdout', text }, { key: false }),
  orphanMessage: () => publish('stream', {}, { name: 'stdout', text: 'of nobody' }),
  raw: (parent, { type, content, buffers = [] }) =>
    publish(type, parent, content, { buffers: buffers.map((text) => Buffer.from(text)) }),
  junk: () => iopub.send(['no', 'message']),
  abort(_parent, number) {
    abortsLeft = number;
  },
  ownOutput: (_parent, text) => process.stderr.write(text),
  environment: (parent, name) => stream(parent, `${name}=${process.env[name] ?? ''}\n`),
  file: (parent, path) => stream(parent, existsSync(path) ? readFileSync(path, 'utf8') : 'no file'),
  pid: (parent) => stream(parent, `${process.pid}\n`),
  /** Starts a program that outlives an ordinary end of this process. */
  child(parent) {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600000)'], { stdio: 'ignore' });
    stream(parent, `${child.pid}\n`);
  },
  /** Answers only when the file says so; fails before. */
  async failOnce(parent, file) {
    if (existsSync(file)) return undefined;
    writeFileSync(file, '');
    return actions.error(parent, { ename: 'FlakyError', evalue: 'the first time always fails' });
  },
};

function stopped() {
  return new Promise((_resolve, reject) => {
    interrupted = reject;
  });
}

async function perform(parent, steps) {
  const outcome = {};
  for (const step of steps) {
    const [[name, value]] = Object.entries(step);
    Object.assign(outcome, await actions[name](parent, value));
  }
  return outcome;
}

async function execute(identity, header, content) {
  count += 1;
  publish('execute_input', header, { code: content.code, execution_count: count });
  let outcome = {};
  try {
    outcome = await perform(header, JSON.parse(content.code || '[]'));
  } catch (error) {
    outcome = actions.error(header, { ename: 'KeyboardInterrupt', evalue: error.message });
  }
  interrupted = undefined;
  const reply = outcome.reply ?? (abortsLeft > 0 && count > 1 ? { status: 'aborted' } : { status: 'ok' });
  if (reply.status === 'aborted') abortsLeft -= 1;
  if (outcome.idleFirst) publish('status', header, { execution_state: 'idle' });
  if (outcome.idleFirst) await sleep(20);
  if (!outcome.dropReply) {
    await sockets.shell.send([identity, ...frames('execute_reply', header, { execution_count: count, ...reply })]);
  }
  if (!outcome.dropIdle && !outcome.idleFirst) publish('status', header, { execution_state: 'idle' });
}

async function handle(name, request) {
  const start = request.findIndex((frame) => frame.toString() === '<IDS|MSG>');
  const [identity] = request;
  const [, , header, , , content] = request.slice(start).map((frame) => frame.toString());
  const parent = JSON.parse(header);
  const quiet = infosWithoutOutput > 0;
  if (!quiet) publish('status', parent, { execution_state: 'busy' });
  if (parent.msg_type === 'execute_request') {
    await execute(identity, parent, JSON.parse(content));
    return;
  }
  if (parent.msg_type === 'kernel_info_request') {
    infosWithoutOutput -= 1;
    const info = {
      protocol_version: '5.4',
      implementation: 'fake',
      implementation_version: '1',
      language_info: { name: 'typescript' },
    };
    await sockets[name].send([identity, ...frames('kernel_info_reply', parent, { status: 'ok', ...info })]);
  }
  if (parent.msg_type === 'interrupt_request') interrupted?.(new Error('interrupted'));
  if (!quiet) publish('status', parent, { execution_state: 'idle' });
  if (parent.msg_type === 'shutdown_request' && mode !== 'stubborn') setTimeout(() => process.exit(0), 5);
}

for (const [name, socket] of Object.entries(sockets)) {
  void (async () => {
    for await (const request of socket) {
      // Requests on shell are executed one after the other, control at any time.
      const done = handle(name, request);
      if (name === 'shell') await done;
    }
  })();
}
