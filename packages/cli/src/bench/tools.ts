import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spread, type BenchTool } from '@atlas/benchmarks';
import { kernelSpec } from '@atlas/kernel';
import { buildSite } from '@atlas/report';
import { runNotebook } from '@atlas/runner';

/** How often each is timed. */
const RUNS = 3;

/** The times of what surrounds the computing: running notebooks, and building the site. */
export async function benchTools(root: string): Promise<BenchTool[]> {
  return [
    await timed('runner', 'A notebook of one empty cell, from start to written files', emptyNotebook),
    await timed('site', 'The whole site from published results', (folder) => buildSite({ root, out: folder })),
  ];
}

async function timed(id: string, title: string, run: (folder: string) => Promise<unknown>): Promise<BenchTool> {
  const milliseconds: number[] = [];
  for (let count = 0; count < RUNS; count++) {
    const folder = mkdtempSync(join(tmpdir(), 'atlas-bench-'));
    try {
      const begin = performance.now();
      await run(folder);
      milliseconds.push(performance.now() - begin);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { id, title, ...spread(milliseconds), samples: RUNS };
}

async function emptyNotebook(folder: string): Promise<void> {
  const path = join(folder, 'empty.ipynb');
  const cell = { cell_type: 'code', id: 'only', metadata: {}, source: '', outputs: [], execution_count: null };
  const metadata = { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } };
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: [cell] }));
  const { exitCode } = await runNotebook({ path, out: folder, kernels: { tslab: kernelSpec() } });
  if (exitCode !== 0) throw new Error(`bench runner: expected the empty notebook to run, found exit code ${exitCode}.`);
}
