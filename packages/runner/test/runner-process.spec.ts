import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseNotebook, parseRunRecord, type Notebook } from '@atlas/schemas';
import { describe, expect, it } from 'vitest';
import { removeStaleConnectionFiles } from '../src/kernel/connection.js';
import { eventually, exists, notebookOf, readJson, temporaryFolder, textOf, type CellSource } from './support.js';

const driver = fileURLToPath(new URL('./driver.mjs', import.meta.url));

interface RunningDriver {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; text: string }>;
  readonly out: string;
  readonly runtime: string;
  executed(): Notebook;
}

/** Starts a run as a process; `wrap` may put another command in front of it. */
function drive(cells: readonly CellSource[], wrap: readonly string[] = [], out?: string): RunningDriver {
  const folder = temporaryFolder();
  const path = join(folder, 'sample.ipynb');
  const reports = out ?? join(folder, 'reports');
  const runtime = join(folder, 'runtime');
  writeFileSync(path, JSON.stringify(notebookOf(cells)));
  const [program = '', ...args] = [...wrap, process.execPath, driver, path, reports, runtime];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; text: string }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, text })),
  );
  const file = join(reports, 'notebooks/default/sample.ipynb');
  return { child, ended, out: reports, runtime, executed: () => parseNotebook(readJson(file), file) };
}

/** The process id that the first cell printed, once the notebook has been saved after it. */
async function kernelPid(run: RunningDriver): Promise<number> {
  const saved = (): number => {
    try {
      return Number(textOf(run.executed(), 0));
    } catch {
      return 0;
    }
  };
  for (let attempt = 0; attempt < 20 && saved() === 0; attempt += 1) await eventually(() => saved() > 0);
  return saved();
}

const cells = [[{ pid: true }], [{ print: 'begun' }, { sleep: 600_000 }]];

describe('the process of the runner', () => {
  it('may be killed: what was saved stays, and neither kernel nor connection file is left', async () => {
    const run = drive(cells);
    const pid = await kernelPid(run);
    expect(exists(pid)).toBe(true);
    run.child.kill('SIGKILL');
    expect((await run.ended).signal).toBe('SIGKILL');
    expect(Number(textOf(run.executed(), 0))).toBe(pid);
    const record = join(run.out, 'logs/default/sample.json');
    expect(parseRunRecord(readJson(record), record)).toMatchObject({
      status: 'running',
      cells: [{ status: 'passed' }, {}],
    });
    expect(await eventually(() => !exists(pid) && readdirSync(run.runtime).length === 0)).toBe(true);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('stops cleanly at %s and exits with %i', async (signal, code) => {
    const run = drive(cells);
    const pid = await kernelPid(run);
    run.child.kill(signal);
    const end = await run.ended;
    expect(end.code).toBe(code);
    expect(Number(textOf(run.executed(), 0))).toBe(pid);
    expect(exists(pid)).toBe(false);
    expect(readdirSync(run.runtime)).toEqual([]);
  });

  it('removes connection files of runners that are gone, and only those', async () => {
    const folder = temporaryFolder();
    const host = hostname().replaceAll(/[^A-Za-z0-9.]/g, '_');
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.on('exit', resolve));
    const stale = `kernel-atlas-${host}-${gone.pid}-0123456789ab.json`;
    const kept = [
      `kernel-atlas-${host}-${process.pid}-0123456789ab.json`,
      `kernel-atlas-elsewhere-1-0123456789ab.json`,
      'kernel-7.json',
    ];
    for (const name of [stale, ...kept]) writeFileSync(join(folder, name), '{}');
    expect(removeStaleConnectionFiles(folder)).toBe(1);
    expect(readdirSync(folder).sort()).toEqual([...kept].sort());
  });
});

/** A file system of 400 KiB for one process, without any right that an ordinary user lacks. */
const namespace = ['unshare', '--user', '--map-root-user', '--mount'];
const hasNamespaces = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'runner-probe-'));
  try {
    execFileSync(namespace[0] ?? '', [...namespace.slice(1), 'mount', '-t', 'tmpfs', 'none', folder], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
})();

describe.skipIf(!hasNamespaces)(
  `a full disk (${hasNamespaces ? 'small tmpfs' : 'SKIPPED: no user namespaces'})`,
  () => {
    it('stops the run with a message, and keeps what was saved before', async () => {
      const out = join(temporaryFolder(), 'small');
      mkdirSync(out);
      const copy = join(temporaryFolder(), 'copy');
      const script =
        'mount -t tmpfs -o size=400k none "$0" && copy="$1" && shift && "$@"; code=$?; cp -r "$0" "$copy"; exit $code';
      const wrap = [...namespace, 'sh', '-c', script, out, copy];
      const run = drive([[{ print: 'saved' }], [{ lines: 60_000 }], [{ print: 'never' }]], wrap, out);
      const end = await run.ended;
      expect(end.code).toBe(1);
      const outcome = JSON.parse(end.text) as { failures: { kind: string; message: string }[] };
      expect(outcome.failures[0]).toMatchObject({ kind: 'resource' });
      expect(outcome.failures[0]?.message).toContain('The disk is full: free some space');
      const file = join(copy, 'notebooks/default/sample.ipynb');
      expect(textOf(parseNotebook(readJson(file), file), 0)).toBe('saved');
      expect(readdirSync(join(copy, 'notebooks/default'))).toEqual(['sample.ipynb']);
      expect(existsSync(join(out, 'notebooks'))).toBe(false);
    });
  },
);
