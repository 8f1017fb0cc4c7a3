import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kernelArgv } from './client.js';

/** A Python that has Jupyter's packages; ATLAS_PYTHON names another one than the first of the PATH. */
const python = process.env['ATLAS_PYTHON'] ?? 'python3';
const wanted = 'jupyter_client, jupyter_kernel_test, nbclient';
const available = spawnSync(python, ['-c', `import ${wanted}`]).status === 0;
const title = `Jupyter's own client${available ? '' : ` (skipped: ${python} cannot import ${wanted})`}`;
const script = (name: string): string => fileURLToPath(new URL(`./jupyter/${name}`, import.meta.url));

interface Cell {
  readonly execution_count?: number | null;
  readonly outputs?: readonly Readonly<Record<string, unknown>>[];
}

describe.skipIf(!available)(title, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jupyter-'));
    const [, program] = kernelArgv('');
    const installed = spawnSync(process.execPath, [program!, 'install', '--data-dir', folder, '--name', 'tslab']);
    expect(installed.status).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]): { status: number | null; output: string } => {
    const env = { ...process.env, JUPYTER_PATH: folder, JUPYTER_RUNTIME_DIR: join(folder, 'runtime') };
    const { status, stdout, stderr } = spawnSync(python, args, { env, encoding: 'utf8', timeout: 110_000 });
    return { status, output: stdout + stderr };
  };

  it('finds that the kernel conforms, can be interrupted, and restarts', () => {
    const { status, output } = run(script('conformity.py'));
    expect(output).toMatch(/^OK/m);
    // Paging is for kernels with a pager.
    expect([...output.matchAll(/skipped/g)].length, output).toBeLessThanOrEqual(2);
    expect(status).toBe(0);
  });

  it('executes a notebook with nbclient, and every output is in it', () => {
    const sources = [
      'for (let i = 0; i < 5000; i++) console.log(i);',
      'const answer: number = 42;\nanswer',
      'throw new RangeError("expected");',
      "import { display } from 'tslab';\ndisplay.html('<b>b</b>');",
    ];
    const cells = sources.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: index === 2 ? { tags: ['raises-exception'] } : {},
      execution_count: null,
      outputs: [],
      source,
    }));
    const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
    const [from, to] = [join(folder, 'in.ipynb'), join(folder, 'out.ipynb')];
    writeFileSync(from, JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
    const { status, output } = run(script('execute.py'), from, to);
    expect(output).toBe('');
    expect(status).toBe(0);
    const executed = (JSON.parse(readFileSync(to, 'utf8')) as { cells: Cell[] }).cells;
    expect(executed.map((cell) => cell.execution_count)).toEqual([1, 2, 3, 4]);
    const text = (executed[0]!.outputs ?? []).flatMap((output) => output['text'] as string[]).join('');
    expect(text).toBe(Array.from({ length: 5000 }, (_, i) => `${i}\n`).join(''));
    expect(executed[1]!.outputs).toMatchObject([{ output_type: 'execute_result', data: { 'text/plain': ['42'] } }]);
    expect(executed[2]!.outputs).toMatchObject([{ output_type: 'error', ename: 'RangeError', evalue: 'expected' }]);
    expect(executed[3]!.outputs).toMatchObject([{ output_type: 'display_data', data: { 'text/html': ['<b>b</b>'] } }]);
  });
});
