import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { backends } from '../test/backends.js';
import { chooseBackend } from './backend.js';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** Runs a script in a process of its own, where no backend has been chosen. */
function run(script: string, environment: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'], ...environment } as NodeJS.ProcessEnv;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: packageFolder,
    env,
    encoding: 'utf8',
  });
}

const choose = `
  const { chooseBackend } = await import('@atlas/tensor');
  const tf = await import('@tensorflow/tfjs-core');
  const info = await chooseBackend();
  tf.add(1, 2).dispose();
  console.log(JSON.stringify(info));`;

describe('chooseBackend', () => {
  it('says what it chose, and stays with it', async () => {
    const info = await chooseBackend();
    expect(await chooseBackend()).toBe(info);
    expect(info.threads.intraOp).toBeGreaterThanOrEqual(1);
    if (info.name === 'tensorflow') expect(info.tensorflowVersion).toMatch(/^\d+\.\d+\.\d+/);
    else expect(info.notice).toMatch(/plain JavaScript computes/);
    const other = info.name === 'tensorflow' ? 'cpu' : 'tensorflow';
    await expect(chooseBackend({ backend: other })).rejects.toThrow(/one choice in a process.*new process/);
  });

  it('is forced by ATLAS_BACKEND, and then prints nothing but what is asked', () => {
    const { stdout, stderr } = run(choose, { ATLAS_BACKEND: 'cpu' });
    expect(JSON.parse(stdout)).toEqual({ name: 'cpu', threads: { intraOp: 1, interOp: 1 } });
    expect(stderr).toBe('');
  });

  it('refuses a backend that does not exist', () => {
    const { stderr, status } = run(choose, { ATLAS_BACKEND: 'abacus' });
    expect(status).not.toBe(0);
    expect(stderr).toContain("ATLAS_BACKEND: expected 'tensorflow' or 'cpu', found 'abacus'.");
  });

  it.skipIf(!backends.includes('tensorflow'))('hands the thread settings to TensorFlow and reports them', () => {
    const { stdout } = run(choose, { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '3' });
    expect(JSON.parse(stdout)).toMatchObject({ name: 'tensorflow', threads: { intraOp: 1, interOp: 3 } });
  });

  it.skipIf(!backends.includes('tensorflow'))('takes thread settings, unless the environment says otherwise', () => {
    const asking = choose.replace('chooseBackend()', 'chooseBackend({ threads: { intraOp: 1, interOp: 2 } })');
    const { stdout } = run(asking, { TF_NUM_INTEROP_THREADS: '3' });
    expect(JSON.parse(stdout)).toMatchObject({ name: 'tensorflow', threads: { intraOp: 1, interOp: 3 } });
  });

  it('falls back to plain JavaScript with a notice when the binding does not load, unless it was asked for', () => {
    const blocked = `
      import { register } from 'node:module';
      const hook = "export async function resolve(name, context, next) {" +
        " if (name === '@tensorflow/tfjs-node') throw new Error('no binding here'); return next(name, context); }";
      register('data:text/javascript,' + encodeURIComponent(hook));
      ${choose}`;
    const fallback = run(blocked);
    const info = JSON.parse(fallback.stdout) as { name: string; notice: string };
    expect(info.name).toBe('cpu');
    expect(info.notice).toMatch(/did not load \(no binding here\).*npm run/);
    const forced = run(blocked, { ATLAS_BACKEND: 'tensorflow' });
    expect(forced.status).not.toBe(0);
    expect(forced.stderr).toMatch(/the native TensorFlow backend did not load \(no binding here\)/);
  });
});

describe('the built package', () => {
  it('can be loaded by require, as notebooks do', () => {
    const script = "const { rng } = require('@atlas/tensor'); process.stdout.write(String(rng(3)))";
    expect(execFileSync(process.execPath, ['-e', script], { cwd: packageFolder, encoding: 'utf8' })).toBe('3');
  });
});
