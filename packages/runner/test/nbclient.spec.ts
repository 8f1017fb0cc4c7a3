import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Output } from '@atlas/schemas';
import { describe, expect, it } from 'vitest';
import { TerminalText } from '../src/execute/terminal.js';
import { joined, notebookOf, readJson, run, temporaryFolder, type CellSource } from './support.js';

const python = process.env['ATLAS_PYTHON'] ?? 'python3';
const script = fileURLToPath(new URL('../bench/execute_with_nbclient.py', import.meta.url));
const hasNbclient = ((): boolean => {
  try {
    execFileSync(python, ['-c', 'import ipykernel, nbclient, nbformat'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const raises = (source: string): CellSource => ({ source, tags: ['raises-exception'] });
const cells: CellSource[] = [
  'import sys\nprint("one")\nprint("two", file=sys.stderr)\nprint("three")\nsys.stdout.flush()\n40 + 2',
  'from IPython.display import display, HTML, JSON, Image, clear_output\ndisplay(HTML("<b>x</b>"))\nprint("after")\ndisplay({"text/plain": "raw", "application/json": {"a": [1, None]}}, raw=True)',
  'handle = display("old", display_id="known")\nprint("between")\nhandle.update("new")',
  'handle.update("newer")\nprint("updated from another cell")',
  'for i in range(3):\n    print(i)\n    clear_output(wait=True)\nprint("last")',
  'print("gone")\nclear_output()\nprint("kept")',
  'import time\nfor i in range(0, 101, 50):\n    print(f"\\r{i} %", end="", flush=True)\nprint()\nprint("ab\\bc")',
  raises('def f(x):\n    return 1 / x\n\nf(0)'),
  raises('this is no python'),
  'print("ünïcödé 😀" * 3)\n"a\\nb"',
  'display(*[f"item {i}" for i in range(20)])',
  'None',
  '',
  '%%html\n<p>magic</p>',
  'for i in range(5000):\n    print("line", i)',
];

interface Stream {
  readonly name: string;
  readonly terminal: TerminalText;
}

/** One text for streams that follow each other, as a terminal shows it; addresses in memory made equal. */
function normalised(outputs: readonly Output[]): string[] {
  const all: (Stream | Output)[] = [];
  for (const output of outputs) {
    if (output.output_type !== 'stream') {
      all.push(output);
      continue;
    }
    let last = all.at(-1);
    if (last === undefined || !('terminal' in last) || last.name !== output.name) {
      last = { name: output.name, terminal: new TerminalText() };
      all.push(last);
    }
    last.terminal.write(joined(output.text));
  }
  return all.map((item) => JSON.stringify(item, asText).replaceAll(/0x[0-9a-f]{8,}/g, 'ADDRESS'));
}

/** nbformat stores a text as one string or as its lines. */
function asText(_name: string, value: unknown): unknown {
  if (value instanceof TerminalText) return value.toString();
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value.join('') : value;
}

describe.skipIf(!hasNbclient)(
  `the same notebook with nbclient (${hasNbclient ? 'found' : 'SKIPPED: no nbclient'})`,
  () => {
    it('has equal outputs', async () => {
      const notebook = notebookOf(cells, 'fake', 'python');
      const argv = [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'];
      const { outcome, executed } = await run(notebook, {
        kernels: { fake: { argv, display_name: 'Python', language: 'python' } },
      });
      expect(outcome.failures).toEqual([]);
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'in.ipynb'), JSON.stringify(notebook));
      const env = { ...process.env, VIRTUAL_ENV: resolve(dirname(python), '..') };
      execFileSync(python, [script, 'in.ipynb', 'out.ipynb'], { cwd: folder, env, input: '\n' });
      const theirs = readJson(join(folder, 'out.ipynb')) as { cells: { outputs?: Output[] }[] };
      executed().cells.forEach((cell, index) => {
        if (cell.cell_type !== 'code') return;
        expect(normalised(cell.outputs), `cell ${index}`).toEqual(normalised(theirs.cells[index]?.outputs ?? []));
      });
    });
  },
);
