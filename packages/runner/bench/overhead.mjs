/**
 * Time per cell of this runner and of nbclient, on the same ipykernel and the same notebook of 100 trivial cells.
 * The runner keeps notebook and record on disk meanwhile; nbclient saves nothing. Wall time is that of the client and
 * the kernel together, processor time (cpu) that of the client's process alone.
 *
 *   node bench/overhead.mjs PYTHON [repetitions]      PYTHON has ipykernel and nbclient
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findKernelSpec, runNotebook, startKernel } from '@atlas/runner';

const [, , python = 'python3', repetitions = '5'] = process.argv;
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

async function ours() {
  let first = 0;
  let last = 0;
  let cpu;
  let spent;
  const outcome = await runNotebook({
    path,
    out: join(folder, 'out'),
    env,
    onEvent: (event) => {
      if (event.type === 'cell-start' && first === 0) {
        first = performance.now();
        cpu = process.cpuUsage();
      }
      if (event.type === 'cell-end') {
        last = performance.now();
        spent = process.cpuUsage(cpu);
      }
    },
  });
  if (outcome.status !== 'passed') throw new Error(JSON.stringify(outcome.failures));
  return { wall: (last - first) / count, cpu: (spent.user + spent.system) / 1000 / count };
}

/** What the kernel alone needs: each request is sent as soon as the one before is answered, and nothing is done with it. */
async function floor() {
  const surroundings = { env, platform: process.platform, home: folder };
  const kernel = await startKernel(findKernelSpec({ name: 'python3' }, { surroundings }), { folder, env });
  let idle = () => undefined;
  kernel.onOutput(({ content }) => content.execution_state === 'idle' && idle());
  const started = performance.now();
  for (let index = 0; index < count; index += 1) {
    const isIdle = new Promise((resolve) => (idle = resolve));
    const code = cell(index).source;
    await kernel.request('shell', 'execute_request', { code, silent: false, store_history: true, allow_stdin: false })
      .reply;
    await isIdle;
  }
  const wall = (performance.now() - started) / count;
  await kernel.shutdown();
  return { wall, cpu: 0 };
}

function theirs() {
  const text = execFileSync(python, [join(here, 'execute_with_nbclient.py'), path], {
    env,
    encoding: 'utf8',
    cwd: folder,
  });
  const { seconds, cpuSeconds } = JSON.parse(text);
  return { wall: (seconds * 1000) / count, cpu: (cpuSeconds * 1000) / count };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const times = { kernel: [], runner: [], nbclient: [] };
// In turns, so that a busy moment of the machine meets both.
for (let repetition = 0; repetition < Number(repetitions); repetition += 1) {
  times.kernel.push(await floor());
  times.runner.push(await ours());
  times.nbclient.push(theirs());
}
rmSync(folder, { recursive: true });
const of = (name, kind) => median(times[name].map((time) => time[kind]));
for (const name of Object.keys(times)) {
  const each = times[name].map(({ wall }) => wall.toFixed(2)).join(', ');
  const cpu = name === 'kernel' ? '' : `, of the client's processor ${of(name, 'cpu').toFixed(2)} ms`;
  console.log(`${name.padEnd(8)} median ${of(name, 'wall').toFixed(2)} ms per cell (${each})${cpu}`);
}
const over = (name) => of(name, 'wall') - of('kernel', 'wall');
console.log(`overhead: runner ${over('runner').toFixed(2)} ms, nbclient ${over('nbclient').toFixed(2)} ms per cell`);
