import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { labArguments, runLab } from './server.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atlas lab '));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A stand-in for Python that notes how it was started and then does what the script says. */
function fakePython(script: string): string {
  const note = `require('node:fs').writeFileSync('started.json', JSON.stringify({ args: process.argv.slice(1), path: process.env.JUPYTER_PATH }));`;
  const file = join(folder, 'python');
  writeFileSync(join(folder, 'fake.cjs'), `${note}\n${script}`);
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${join(folder, 'fake.cjs')}' "$@"\n`, { mode: 0o755 });
  return file;
}

const request = (python: string): Parameters<typeof runLab>[0] => ({
  root: folder,
  python,
  folder: join(folder, 'jupyter'),
  browser: false,
});

test('listens on loopback only, in the workspace, with the notebooks shown first', () => {
  const given = { ...request('python3'), port: 9999 };
  const args = labArguments(given, '/settings');
  expect(args).toContain('--ServerApp.ip=127.0.0.1');
  expect(args).toContain(`--FileContentsManager.preferred_dir=${join(folder, 'notebooks')}`);
  expect(args).toEqual(expect.arrayContaining(['--ServerApp.port=9999', '--ServerApp.port_retries=0', '--no-browser']));
  const usual = labArguments({ ...request('python3'), browser: true }, '/settings').join(' ');
  expect(usual).not.toMatch(/ServerApp\.port|no-browser/);
});

test('passes the exit code on, and the kernel is the first that Jupyter finds under the name tslab', async () => {
  expect(await runLab(request(fakePython('process.exitCode = 7;')))).toBe(7);
  const { path } = JSON.parse(readFileSync(join(folder, 'started.json'), 'utf8')) as { path: string };
  const [first = ''] = path.split(':');
  expect(first.startsWith(folder)).toBe(true);
  const spec = JSON.parse(readFileSync(join(first, 'kernels/tslab/kernel.json'), 'utf8')) as { argv: string[] };
  expect(spec.argv).toContain('{connection_file}');
});

test('hands Ctrl-C on and waits for the end', async () => {
  const python = fakePython(
    `process.on('SIGINT', () => { require('node:fs').writeFileSync('interrupted', ''); process.exit(3); }); setInterval(() => {}, 1000);
     require('node:fs').writeFileSync('ready', '');`,
  );
  const before = process.listenerCount('SIGINT');
  const end = runLab(request(python));
  await vi.waitFor(() => expect(existsSync(join(folder, 'ready'))).toBe(true), { timeout: 20_000 });
  process.emit('SIGINT', 'SIGINT');
  expect(await end).toBe(3);
  expect(existsSync(join(folder, 'interrupted'))).toBe(true);
  expect(process.listenerCount('SIGINT')).toBe(before);
});

test('a signal that ends JupyterLab is told as the shell tells it', async () => {
  expect(await runLab(request(fakePython(`process.kill(process.pid, 'SIGKILL');`)))).toBe(137);
});

test('a Python that cannot be started is an error', async () => {
  await expect(runLab(request(join(folder, 'absent')))).rejects.toThrow('ENOENT');
});
