import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { examplesOf, run } from '@atlas/testing/examples';
import { expect, it } from 'vitest';

const fakeKernel = fileURLToPath(new URL('./fake-kernel.mjs', import.meta.url));

it('has an example in its README that runs a notebook on an installed kernel', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runner-readme-'));
  try {
    const [kernel, notebooks] = [join(folder, 'jupyter/kernels/tslab'), join(folder, 'notebooks')];
    for (const each of [kernel, notebooks]) mkdirSync(each, { recursive: true });
    const argv = [process.execPath, fakeKernel, '{connection_file}'];
    writeFileSync(join(kernel, 'kernel.json'), JSON.stringify({ argv, display_name: 'x', language: 'typescript' }));
    const cell = { id: 'a', cell_type: 'code', metadata: {}, source: '', outputs: [], execution_count: null };
    const metadata = { kernelspec: { name: 'tslab', display_name: 'x', language: 'typescript' } };
    const notebook = { cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(notebooks, '05-channel.ipynb'), JSON.stringify(notebook));
    const [example, ...more] = examplesOf(new URL('../README.md', import.meta.url));
    expect(more).toEqual([]);
    // Imports are resolved where the program is, files where it runs.
    const code = `process.chdir(${JSON.stringify(folder)});\n${example!.code}`;
    const printed = run({ code }, new URL('..', import.meta.url), { JUPYTER_PATH: join(folder, 'jupyter') });
    expect(printed).toContain('05-channel');
    const executed = readFileSync(join(folder, 'reports/notebooks/smoke/05-channel.ipynb'), 'utf8');
    expect(JSON.parse(executed)).toMatchObject({ cells: [{ execution_count: 1 }] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
