/**
 * What this runner and nbclient add to a notebook of 100 trivial cells, on the same ipykernel.
 *
 * The overhead of a client is the time per cell, by the clock, from the first request to the end of the last cell, less
 * what the kernel itself needs. The latter is the time of a client that sends each request as soon as both reply and
 * idle status of the one before are in, and does nothing with either. Beside it stands the processor time per cell of
 * the client's process. The runner keeps notebook and record on disk meanwhile; nbclient saves nothing.
 *
 * All three take turns, each round on fresh kernels, in processes that go on: what they load and compile at first is in
 * the first round, which is shown apart. What is compared is the median, over the other rounds, of the difference to the
 * kernel in the same round: how fast a machine is changes from minute to minute, and it changes for all three. On a
 * machine that does other work as well, `chrt -r 1 node bench/overhead.mjs` keeps it away.
 *
 *   node bench/overhead.mjs PYTHON [rounds]      PYTHON has ipykernel and nbclient
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findKernelSpec, runNotebook, startKernel } from '@atlas/runner';

const [, , python = 'python3', rounds = '12'] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'runner-bench-'));
const here = dirname(fileURLToPath(import.meta.url));
const env = { ...process.env, VIRTUAL_ENV: resolve(dirname(python), '..') };
const count = 100;

const cell = (index) => ({
  cell_type: 'code',
  id: `c${index}`,
  metadata: {},
  source: `x = ${index}\nprint(x)`,
  outputs: [],
  execution_count: null,
});
const path = join(folder, 'trivial.ipynb');
writeFileSync(
  path,
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'python3', display_name: 'Python', language: 'python' } },
    cells: Array.from({ length: count }, (_, index) => cell(index)),
  }),
);

/** Starts a measurement in this process; the function returned ends it. */
function stopwatch() {
  const cpu = process.cpuUsage();
  const started = performance.now();
  return () => {
    const wall = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    return { wall: wall / count, cpu: (user + system) / 1000 / count };
  };
}

async function runner() {
  let stop;
  let time;
  const outcome = await runNotebook({
    path,
    out: join(folder, 'out'),
    env,
    onEvent: (event) => {
      if (event.type === 'kernel-ready') stop = stopwatch();
      if (event.type === 'cell-end' && event.cell.number === count) time = stop();
    },
  });
  if (outcome.status !== 'passed') throw new Error(JSON.stringify(outcome.failures));
  return time;
}

async function kernel() {
  const surroundings = { env, platform: process.platform, home: folder };
  const running = await startKernel(findKernelSpec({ name: 'python3' }, { surroundings }), { folder, env });
  let idle = () => undefined;
  running.onOutput(({ content }) => content.execution_state === 'idle' && idle());
  const stop = stopwatch();
  for (let index = 0; index < count; index += 1) {
    const isIdle = new Promise((resolve) => (idle = resolve));
    const code = cell(index).source;
    await running.request('shell', 'execute_request', { code, silent: false, store_history: true, allow_stdin: false })
      .reply;
    await isIdle;
  }
  const time = stop();
  await running.shutdown();
  return time;
}

const peer = spawn(python, [join(here, 'execute_with_nbclient.py'), path], {
  env,
  cwd: folder,
  stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();

async function nbclient() {
  peer.stdin.write('\n');
  const { value, done } = await answers.next();
  if (done) throw new Error('nbclient has ended early');
  const { seconds, cpuSeconds } = JSON.parse(value);
  return { wall: (seconds * 1000) / count, cpu: (cpuSeconds * 1000) / count };
}

const contenders = { kernel, runner, nbclient };
const times = { kernel: [], runner: [], nbclient: [] };
for (let round = 0; round <= Number(rounds); round += 1) {
  for (const [name, measure] of Object.entries(contenders)) times[name].push(await measure());
}
peer.stdin.end();
await once(peer, 'exit');
rmSync(folder, { recursive: true });

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const of = (name, kind) => median(times[name].slice(1).map((time) => time[kind]));
const shown = (value) => value.toFixed(2);
for (const [name, [first, ...later]] of Object.entries(times)) {
  const each = later.map(({ wall }) => shown(wall)).join(' ');
  console.log(
    `${name.padEnd(8)} ${shown(of(name, 'wall'))} ms per cell, ${shown(of(name, 'cpu'))} ms of its processor time; ` +
      `first round ${shown(first.wall)} and ${shown(first.cpu)}; rounds ${each}`,
  );
}
const over = (name) => median(times[name].slice(1).map(({ wall }, index) => wall - times.kernel[index + 1].wall));
const ratio = (ours, theirs) => (ours / theirs).toFixed(2);
console.log(
  `overhead by the clock: runner ${over('runner').toFixed(3)} ms, nbclient ${over('nbclient').toFixed(3)} ms, ` +
    `ratio ${ratio(over('runner'), over('nbclient'))}; ` +
    `ratio of processor time ${ratio(of('runner', 'cpu'), of('nbclient', 'cpu'))}`,
);
