/**
 * What a cell that prints a gigabyte does to the memory of runner and kernel, and 200,000 lines in one cell:
 *   node bench/flood.mjs [PYTHON with ipykernel]
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runNotebook } from '@atlas/runner';

const program = join(dirname(createRequire(import.meta.url).resolve('@atlas/kernel')), 'bin.js');
const kernels = {
  typescript: {
    spec: { argv: [process.execPath, program, '--connection-file', '{connection_file}'], interrupt_mode: 'message' },
    gigabyte: `const line = 'x'.repeat(1023);\nfor (let i = 0; i < 1024 * 1024; i += 1) console.log(line);`,
    lines: 'for (let i = 0; i < 200_000; i += 1) console.log(i);',
  },
};
if (process.argv[2] !== undefined) {
  kernels.python = {
    spec: { argv: [process.argv[2], '-m', 'ipykernel_launcher', '-f', '{connection_file}'] },
    gigabyte: 'line = "x" * 1023\nfor i in range(1024 * 1024):\n    print(line)',
    lines: 'for i in range(200_000):\n    print(i)',
  };
}

const folder = mkdtempSync(join(tmpdir(), 'runner-flood-'));
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
for (const [language, { spec, gigabyte, lines }] of Object.entries(kernels)) {
  for (const [name, source] of Object.entries({ gigabyte, lines })) {
    const path = join(folder, 'flood.ipynb');
    const cell = { cell_type: 'code', id: 'c', metadata: {}, source, outputs: [], execution_count: null };
    const metadata = { kernelspec: { name: 'k', display_name: 'k', language } };
    writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: [cell] }));
    let peak = 0;
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
    const outcome = await runNotebook({ path, out: folder, kernels: { k: { display_name: 'k', language, ...spec } } });
    clearInterval(timer);
    const { outputs } = JSON.parse(readFileSync(outcome.files.executed, 'utf8')).cells[0];
    const kept = outputs.flatMap(({ text = [] }) => text);
    const inOrder = name !== 'lines' || kept.every((line, index) => line === `${index}\n`);
    console.log(
      `${language} ${name}: ${outcome.failures[0]?.message ?? 'all kept'}; ${kept.length} lines, in order: ${inOrder}; ` +
        `${(outcome.milliseconds / 1000).toFixed(1)} s; peak of the runner ${megabytes(peak)}, of the kernel ${megabytes(outcome.peakMemoryBytes)}`,
    );
  }
}
rmSync(folder, { recursive: true });
