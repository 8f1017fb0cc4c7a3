/**
 * Runs one notebook on the scripted kernel as a program of its own, so that tests can kill it.
 * Started as `node driver.mjs NOTEBOOK OUT RUNTIME`; the outcome goes to standard output as JSON.
 */
import { fileURLToPath } from 'node:url';
import { runNotebook } from '@atlas/runner';

const [, , path, out, runtime] = process.argv;
const program = fileURLToPath(new URL('./fake-kernel.mjs', import.meta.url));
const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => controller.abort(name));
const argv = [process.execPath, program, '{connection_file}', 'normal', ''];
const outcome = await runNotebook({
  path,
  out,
  kernels: { fake: { argv, display_name: 'Fake', language: 'typescript' } },
  env: { ...process.env, JUPYTER_RUNTIME_DIR: runtime },
  signal: controller.signal,
  timings: { interruptStep: 500, shutdown: 1000 },
});
process.stdout.write(JSON.stringify(outcome));
process.exitCode = outcome.exitCode;
