import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reply, Subscriber } from 'zeromq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exitCodes } from '../src/exit-codes.js';
import { connectionFile, kernelArgv, KernelClient } from './client.js';
import { childrenOf, executorOf, gone, isRunning } from './processes.js';

/** Starts a process that outlives its cell, and shows its number. */
const startChild = "const child = require('child_process').spawn('sleep', ['300'], { stdio: 'inherit' }); child.pid";

describe('a kernel that ends', () => {
  let kernel: KernelClient;
  beforeEach(async () => {
    kernel = await KernelClient.start();
  });
  afterEach(() => kernel.stop());

  const childPid = async (): Promise<number> => {
    const { content } = await kernel.run(startChild);
    return Number((content('execute_result')['data'] as Record<string, string>)['text/plain']);
  };

  it('with process.exit in a cell says so, keeps the output, and exits with the same code', async () => {
    const { reply, stdout, types, content } = await kernel.run(
      'console.log("before"); process.exit(3); console.log("after")',
    );
    expect(stdout).toBe('before\n');
    expect(types).toEqual(['busy', 'execute_input', 'stream', 'error', 'idle']);
    expect(reply).toMatchObject({ status: 'error', ename: 'KernelDied' });
    expect(content('error')['evalue']).toContain('ended itself with exit code 3');
    expect(await kernel.exit).toEqual({ code: 3, signal: null });
  });

  it('by a signal names it, and exits with its number', async () => {
    const { reply } = await kernel.run("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {});");
    expect(reply['evalue']).toContain('SIGKILL');
    expect(await kernel.exit).toEqual({ code: 137, signal: null });
  });

  it('between two cells tells the cell that caused it', async () => {
    const { reply } = await kernel.run('setTimeout(() => process.exit(4), 100); 0');
    expect(reply['status']).toBe('ok');
    const error = await kernel.until(({ header }) => header.msg_type === 'error');
    expect(error.content['evalue']).toContain('exit code 4');
    expect(await kernel.exit).toEqual({ code: 4, signal: null });
  });

  it('on request does so with its exit handlers, and takes what its cells have started along', async () => {
    const child = await childPid();
    const proof = join(kernel.folder, 'proof');
    await kernel.run(`process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(proof)}, 'x')); 0`);
    const reply = await kernel.request('control', 'shutdown_request', { restart: true });
    expect(reply).toEqual({ status: 'ok', restart: true });
    await kernel.until(({ header }) => header.msg_type === 'shutdown_reply');
    expect(await kernel.exit).toEqual({ code: exitCodes.done, signal: null });
    expect(existsSync(proof)).toBe(true);
    await gone(child, 2000);
  });

  it('on request does so at once while a cell computes', async () => {
    const executor = executorOf(kernel);
    await kernel.run('1');
    await kernel.begin('for (;;);');
    await kernel.until(({ content }) => content['code'] === 'for (;;);');
    await kernel.request('control', 'shutdown_request', { restart: false });
    expect(await kernel.exit).toEqual({ code: exitCodes.done, signal: null });
    expect(isRunning(executor)).toBe(false);
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'by %s leaves no process behind, even while a cell computes',
    async (signal) => {
      const [child, executor] = [await childPid(), executorOf(kernel)];
      await kernel.begin('for (;;);');
      await kernel.until(({ content }) => content['code'] === 'for (;;);');
      kernel.process.kill(signal);
      expect(await kernel.exit).toEqual({ code: null, signal });
      await gone(executor, 2000);
      await gone(child, 2000);
    },
  );
});

describe('a kernel that runs out of memory', () => {
  it('says so', async () => {
    const kernel = await KernelClient.start({ env: { NODE_OPTIONS: '--max-old-space-size=120' } });
    const { reply, stderr } = await kernel.run(
      'const all: number[][] = []; for (;;) all.push(new Array(100_000).fill(0.5));',
      {},
      60_000,
    );
    expect(stderr).toContain('heap out of memory');
    expect(reply).toMatchObject({ ename: 'KernelDied', evalue: expect.stringContaining('SIGABRT') as unknown });
    expect(await kernel.exit).toEqual({ code: 134, signal: null });
    await kernel.stop();
  });
});

describe('a kernel whose client dies', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kernel-parent-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ends within two seconds', async () => {
    const file = join(folder, 'connection.json');
    const connection = await connectionFile();
    writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
    const script = `require('child_process').spawn(${JSON.stringify(kernelArgv(file)[0])}, ${JSON.stringify(kernelArgv(file).slice(1))}, { stdio: 'ignore', detached: true }); setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    const iopub = new Subscriber({ linger: 0 });
    iopub.connect(`tcp://127.0.0.1:${connection.iopub_port}`);
    iopub.subscribe();
    await iopub.receive();
    iopub.close();
    const [kernel] = childrenOf(parent.pid!);
    const [executor] = childrenOf(kernel!);
    parent.kill('SIGKILL');
    await gone(kernel!, 2000);
    await gone(executor!, 1000);
  });
});

describe('a kernel that cannot start', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kernel-start-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = (file: string): ReturnType<typeof spawnSync> => {
    const [command, ...args] = kernelArgv(file);
    return spawnSync(command!, args, { encoding: 'utf8', timeout: 20_000 });
  };

  it('because a port is taken names the channel and the port', async () => {
    const connection = await connectionFile();
    const file = join(folder, 'taken.json');
    writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
    const occupant = new Reply({ linger: 0 });
    await occupant.bind(`tcp://127.0.0.1:${connection.control_port}`);
    const { status, stderr } = start(file);
    occupant.close();
    expect(status).toBe(exitCodes.portTaken);
    expect(stderr).toContain(`Cannot bind control at tcp://127.0.0.1:${connection.control_port}`);
    expect(stderr).toContain('other ports');
  });

  it('because of its connection file names the file', () => {
    const { status, stderr } = start(join(folder, 'absent.json'));
    expect(status).toBe(exitCodes.usage);
    expect(stderr).toContain('absent.json');
  });

  it('narrows a connection file that others can read', async () => {
    const file = join(folder, 'open.json');
    writeFileSync(file, JSON.stringify({ ...(await connectionFile()), hb_port: 0 }), { mode: 0o644 });
    expect(start(file).status).toBe(exitCodes.usage);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('without arguments explains itself', () => {
    const [command, program] = kernelArgv('');
    const { status, stderr } = spawnSync(command!, [program!], { encoding: 'utf8' });
    expect(status).toBe(exitCodes.usage);
    expect(stderr).toContain('atlas-kernel --connection-file FILE');
    const help = spawnSync(command!, [program!, '--help'], { encoding: 'utf8' });
    expect(help.status).toBe(0);
    expect(readFileSync(program!, 'utf8').startsWith('#!/usr/bin/env node')).toBe(true);
  });
});
