/**
 * Each fault many times at random moments, on this project's kernel:
 *   node bench/faults/main.mjs [times] [attempts at once] [name of a fault]
 * After each the exit code, the cell that is named, what is on disk and what is left behind are checked.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validateNotebook, validateRunRecord } from '@atlas/schemas';

const here = dirname(fileURLToPath(import.meta.url));
const program = join(dirname(createRequire(import.meta.url).resolve('@atlas/kernel')), 'bin.js');
const argv = [process.execPath, program, '--connection-file', '{connection_file}'];
const kernel = { argv, display_name: 'TypeScript', language: 'typescript', interrupt_mode: 'message' };
const random = (low, high) => low + Math.random() * (high - low);
const pause = (time) => `await new Promise((resolve) => setTimeout(resolve, ${Math.round(time)}));`;
const steps = Array.from({ length: 6 }, (_, index) => `console.log('cell ${index}'); ${pause(250)}`);
const anyCell = Array.from({ length: 6 }, (_, index) => index);

/**
 * Every fault: cells; options of the run; the exit code; the cells of which one must be named (undefined: none).
 * `kill` ends the runner itself after so many milliseconds.
 */
const faults = {
  'kernel killed': () => ({
    cells: steps,
    killKernelAfter: random(0, 1500),
    code: 1,
    named: anyCell,
    kinds: ['kernel-died'],
  }),
  'runner killed': () => ({ cells: steps, kill: random(300, 4000) }),
  'process.exit': () => ({
    cells: [
      'console.log(0)',
      `setTimeout(() => process.exit(7), ${Math.round(random(0, 300))}); ${pause(400)}`,
      'console.log(2)',
    ],
    code: 1,
    named: [1],
    kinds: ['kernel-died'],
  }),
  'endless loop': () => ({
    cells: ['console.log(0)', `${pause(random(0, 200))} for (;;);`],
    options: { runTimeout: random(2500, 4500) },
    code: 1,
    named: [0, 1],
    kinds: ['run-deadline'],
  }),
  'endless promise': () => ({
    cells: ['console.log(0)', 'await new Promise(() => undefined);'],
    options: { runTimeout: random(2500, 4500) },
    code: 1,
    named: [0, 1],
    kinds: ['run-deadline'],
  }),
  'memory runs out': () => ({
    cells: [
      'console.log(0)',
      `${pause(random(0, 200))} const all: number[][] = []; for (;;) all.push(new Array(100_000).fill(1));`,
    ],
    env: { NODE_OPTIONS: `--max-old-space-size=${Math.round(random(90, 160))}` },
    code: 1,
    named: [1],
    kinds: ['out-of-memory'],
  }),
  'rejection after the reply': () => ({
    cells: [
      'console.log(0)',
      `setTimeout(() => void Promise.reject(new Error('late')), ${Math.round(random(0, 500))});`,
      pause(300),
      pause(300),
    ],
    code: 1,
    named: [1],
    // On a busy machine a short time is over before the reply: then it is an error of the cell like any other.
    kinds: ['late-error', 'cell-error'],
  }),
  'kernel never starts': () => ({
    cells: ['console.log(0)'],
    kernel: {
      ...kernel,
      argv: [
        process.execPath,
        '-e',
        Math.random() < 0.5 ? 'process.exit(1)' : 'setTimeout(() => {}, 1e6)',
        '{connection_file}',
      ],
    },
    options: { timings: { start: random(500, 1500) } },
    code: 2,
    kinds: ['kernel-unusable'],
  }),
  'ports taken': (folder) => ({
    cells: steps.slice(0, 2),
    kernel: {
      ...kernel,
      argv: [process.execPath, join(here, 'thief.mjs'), join(folder, 'marker'), '{connection_file}', program],
    },
    code: 0,
    kinds: [],
  }),
  'disk fills': () => ({
    cells: [
      'console.log("saved")',
      `for (let i = 0; i < ${Math.round(random(20_000, 60_000))}; i += 1) console.log(i);`,
      ...steps,
    ],
    disk: Math.round(random(150, 300)),
    code: 1,
    named: [0, 1, 2, 3, 4, 5, 6, 7],
    kinds: ['resource'],
  }),
};

async function attempt(name) {
  const folder = mkdtempSync(join(tmpdir(), 'runner-fault-'));
  const fault = faults[name](folder);
  const [path, out, runtime, copy] = ['sample.ipynb', 'out', 'runtime', 'copy'].map((part) => join(folder, part));
  mkdirSync(out);
  mkdirSync(runtime);
  writeFileSync(path, JSON.stringify(notebookOf(fault.cells)));
  const { env, options, killKernelAfter } = fault;
  const request = JSON.stringify({ path, out, runtime, kernel: fault.kernel ?? kernel, env, options, killKernelAfter });
  const mounted =
    'mount -t tmpfs -o size="$2" none "$0" && copy="$1" && shift 2 && "$@"; code=$?; cp -r "$0" "$copy"; exit $code';
  const wrap = fault.disk
    ? ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', mounted, out, copy, `${fault.disk}k`]
    : [];
  const [command, ...args] = [...wrap, process.execPath, join(here, 'driver.mjs'), request];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  const timer = fault.kill === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), fault.kill);
  const deadline = setTimeout(() => child.kill('SIGKILL'), 90_000);
  const code = await new Promise((resolve) => child.on('close', (exit, signal) => resolve(exit ?? signal)));
  clearTimeout(timer);
  clearTimeout(deadline);
  const events = text
    .split('\n')
    .flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line)] : []));
  const complaints = check(fault, code, events, fault.disk ? copy : out);
  complaints.push(...(await leftOvers(events, runtime)));
  rmSync(folder, { recursive: true, force: true });
  return complaints;
}

function check(fault, code, events, out) {
  const complaints = [];
  const expected = fault.kill === undefined ? fault.code : 'SIGKILL';
  const outcome = events.find(({ type }) => type === 'outcome');
  // A kill may come after the last cell, or when the run is already over.
  const late =
    (fault.kill !== undefined && code === 0) ||
    (fault.killKernelAfter !== undefined &&
      code === 0 &&
      outcome.cells.every(({ status }) => status === 'passed') &&
      !events.some(({ type }) => type === 'killed'));
  if (code !== expected && !late)
    complaints.push(`exit code ${code} instead of ${expected}: ${JSON.stringify(outcome?.failures)}`);
  const [failure] = outcome?.failures ?? [];
  if (failure && !fault.kinds.includes(failure.kind)) complaints.push(`called ${failure.kind}: ${failure.message}`);
  if (failure && fault.named && !fault.named.includes(failure.cell?.index))
    complaints.push(`names cell ${failure.cell?.index}`);
  if (fault.killKernelAfter !== undefined && failure) {
    const killed = events.findIndex(({ type }) => type === 'killed');
    const running = events.slice(0, killed).findLast(({ type }) => type === 'cell-start')?.cell ?? 0;
    if (Math.abs(failure.cell.index - running) > 1)
      complaints.push(`names cell ${failure.cell.index}, but ${running} was running`);
  }
  complaints.push(...checkFiles(fault, code, events, out));
  return complaints;
}

function checkFiles(fault, code, events, out) {
  const record = join(out, 'logs/default/sample.json');
  const executed = join(out, 'notebooks/default/sample.ipynb');
  const complaints = [];
  if (existsSync(record))
    complaints.push(
      ...validateRunRecord(JSON.parse(readFileSync(record, 'utf8'))).map(({ message }) => `record: ${message}`),
    );
  // A cell whose kernel was killed at its very beginning has nothing that could be lost.
  const ends = events.filter(({ type, status }) => type === 'cell-end' && status === 'passed');
  const lastSeen = events.at(-1)?.at ?? 0;
  // Cells that ended half a second before the runner was killed have been saved; with a full disk only the first must be.
  const saved = fault.disk
    ? ends.slice(0, 1)
    : fault.kill === undefined
      ? ends
      : ends.filter(({ at }) => at < lastSeen - 500);
  if (!existsSync(executed)) return saved.length > 0 ? [...complaints, 'no executed notebook'] : complaints;
  const notebook = JSON.parse(readFileSync(executed, 'utf8'));
  complaints.push(...validateNotebook(notebook).map(({ pointer, message }) => `notebook ${pointer}: ${message}`));
  for (const { cell } of saved) {
    if (notebook.cells[cell].execution_count === null && notebook.cells[cell].outputs.length === 0)
      complaints.push(`cell ${cell} was lost`);
  }
  return complaints;
}

async function leftOvers(events, runtime) {
  const pids = events.flatMap(({ type, pids: found }) => (type === 'processes' ? found : []));
  const alive = () =>
    pids.filter(
      (pid) => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
    );
  const untidy = () => alive().length > 0 || readdirSync(runtime).length > 0;
  for (let attempt = 0; attempt < 50 && untidy(); attempt += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return [
    ...alive().map((pid) => `process ${pid} is left`),
    ...readdirSync(runtime).map((name) => `connection file ${name} is left`),
  ];
}

function notebookOf(cells) {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `c${index}`,
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    })),
  };
}

const [, , times = '20', together = '1', only] = process.argv;
let bad = 0;
for (const name of only === undefined ? Object.keys(faults) : [only]) {
  let left = Number(times);
  const results = [];
  const work = async () => {
    while (left-- > 0) results.push(await attempt(name));
  };
  await Promise.all(Array.from({ length: Number(together) }, work));
  const failed = results.filter((complaints) => complaints.length > 0);
  console.log(`${name.padEnd(26)} ${results.length - failed.length} of ${times} as expected`);
  for (const complaint of failed.flat()) console.log(`    ${complaint}`);
  bad += failed.length;
}
process.exitCode = bad > 0 ? 1 : 0;
