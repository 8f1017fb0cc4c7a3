import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesOf, run } from '@atlas/testing/examples';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { KernelClient } from './client.js';

const [program, cell, ...more] = examplesOf(new URL('../README.md', import.meta.url));
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kernel-readme-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('has a program in its README that installs the kernelspec', () => {
  const code = program!.code.replace('/some/jupyter/data/folder', folder);
  run({ code }, new URL('..', import.meta.url));
  expect(existsSync(join(folder, 'kernels/tslab/kernel.json'))).toBe(true);
});

it('has a cell in its README that runs in the kernel', async () => {
  expect(more).toEqual([]);
  const kernel = await KernelClient.start({ cwd: process.cwd() });
  try {
    const ran = await kernel.run(cell!.code);
    expect(ran.reply).toMatchObject({ status: 'ok' });
    expect(ran.content('display_data')).toMatchObject({ data: { 'text/html': '<b>in kernel</b>' } });
    expect(ran.content('execute_result')).toMatchObject({ data: { 'text/plain': '42' } });
  } finally {
    await kernel.stop();
  }
});
