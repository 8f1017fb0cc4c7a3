/**
 * Runs one notebook as a program of its own and writes each event to standard output as a line of JSON:
 *   node driver.mjs '{"path": …, "out": …, "runtime": …, "kernel": {…}, "options": {…}, "killKernelAfter": milliseconds}'
 */
import { readFileSync, readdirSync } from 'node:fs';
import { runNotebook } from '@atlas/runner';

const { path, out, runtime, kernel, env = {}, options = {}, killKernelAfter } = JSON.parse(process.argv[2]);
const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

function childrenOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}
/** The kernel's process and what it has started, without the runner's guard. */
function kernelProcesses() {
  const kernels = childrenOf(process.pid).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(runtime),
  );
  const own = kernels.filter((pid) => !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('kernel-guard'));
  return own.flatMap((pid) => [pid, ...childrenOf(pid)]);
}

const outcome = await runNotebook({
  path,
  out,
  kernels: { tslab: kernel },
  env: { ...process.env, ...env, JUPYTER_RUNTIME_DIR: runtime },
  ...options,
  onEvent: ({ type, cell, at, status }) => {
    if (type === 'output') return;
    write({ type, cell: cell?.index, at, status });
    if (type !== 'kernel-ready') return;
    write({ type: 'processes', pids: kernelProcesses() });
    if (killKernelAfter !== undefined) {
      setTimeout(() => {
        const pids = kernelProcesses();
        // Now the process that speaks the protocol, now the one that computes, where they are two.
        process.kill(pids[Math.floor(Math.random() * pids.length)], 'SIGKILL');
        write({ type: 'killed', at: Date.now() });
      }, killKernelAfter);
    }
  },
});
write({ type: 'outcome', failures: outcome.failures, exitCode: outcome.exitCode, cells: outcome.cells });
process.exitCode = outcome.exitCode;
