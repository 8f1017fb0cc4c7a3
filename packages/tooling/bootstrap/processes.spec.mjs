import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.mjs';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'atlas processes '))));
afterEach(() => rmSync(folder, { recursive: true }));

const here = (/** @type {string} */ file) => JSON.stringify(new URL(file, import.meta.url).href);

/** A set-up that holds the lock while its child needs a while to end. */
function startSetup() {
  const child = `
    process.on('SIGTERM', () => setTimeout(() => { require('fs').writeFileSync('ended', ''); process.exit(1); }, 300));
    require('fs').writeFileSync('child', String(process.pid));
    setInterval(() => undefined, 1000);`;
  const script = `
    import { withLock } from ${here('./lock.mjs')};
    import { runCommand } from ${here('./processes.mjs')};
    try {
      await withLock('lock', () => runCommand(process.execPath, ['-e', ${JSON.stringify(child)}]));
    } catch (error) {
      process.exitCode = error.exitCode;
    }`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, stdio: 'ignore' });
}

async function until(/** @type {() => boolean} */ condition) {
  while (!condition()) await pause(20);
}

const childIsThere = () => existsSync(join(folder, 'child')) && readFileSync(join(folder, 'child'), 'utf8') !== '';

test.each(
  /** @type {const} */ ([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]),
)('a set-up that gets %s ends after its child has', async (signal, expected) => {
  const setup = startSetup();
  await until(childIsThere);
  setup.kill(signal);
  const code = await new Promise((resolve) => setup.once('exit', resolve));
  expect(code).toBe(expected);
  expect(existsSync(join(folder, 'ended'))).toBe(true);
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('the lock of a set-up that was killed stays taken while its child lives', async () => {
  const setup = startSetup();
  await until(childIsThere);
  setup.kill('SIGKILL');
  await new Promise((resolve) => setup.once('exit', resolve));
  let entered = false;
  const next = withLock(join(folder, 'lock'), async () => void (entered = true));
  await pause(500);
  expect(entered).toBe(false);
  process.kill(Number(readFileSync(join(folder, 'child'), 'utf8')), 'SIGTERM');
  await next;
  expect(existsSync(join(folder, 'ended'))).toBe(true);
});
