import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { chromiumPath, launch } from '@atlas/testing/chromium';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Lab } from './lab/lab.js';
import { LabFolder } from './lab/lab-folder.js';
import { NotebookPage } from './lab/notebook-page.js';

const python = process.env['ATLAS_PYTHON'];
const missing = [
  ...(chromiumPath === undefined ? ['no Chromium found, see ATLAS_CHROMIUM'] : []),
  ...(python === undefined || spawnSync(python, ['-c', 'import jupyterlab']).status !== 0
    ? ['ATLAS_PYTHON names no Python with jupyterlab']
    : []),
];
const title = `JupyterLab${missing.length > 0 ? ` (skipped: ${missing.join('; ')})` : ''}`;

/** Milliseconds until a state that does not come is a failure, also where others use the processors. */
const patience = 300_000;

/** Says how long something took; a busy machine must fail no test. */
async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  console.info(`${what}: ${Math.round(performance.now() - started)} ms`);
}

describe.skipIf(missing.length > 0)(title, () => {
  let folder: LabFolder;
  let lab: Lab;
  let browser: Browser;
  let notebook: NotebookPage;

  const open = async (name: string): Promise<void> => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
    page.setDefaultTimeout(patience);
    notebook = new NotebookPage(page);
    await notebook.open(lab.notebook(name));
  };

  beforeAll(async () => {
    folder = new LabFolder();
    folder.addNotebook('01-unified-form');
    folder.addEmpty('99-scratch');
    [lab, browser] = await Promise.all([Lab.start(folder, python ?? ''), launch()]);
  }, patience);
  afterAll(async () => {
    await browser?.close();
    expect(await lab?.stop()).toBe(0);
    folder.remove();
  });

  test(
    'runs the first notebook from the top, and shows its charts and claims',
    async () => {
      await open('01-unified-form');
      await notebook.runAll();
      const { panel } = notebook;
      expect(await panel.locator('[data-mime-type="application/vnd.jupyter.error"]').count()).toBe(0);
      expect(await panel.locator('.jp-CodeCell .jp-InputPrompt').getByText('[ ]:').count()).toBe(0);
      await panel.locator('.vega-embed :is(svg, canvas)').nth(4).waitFor();
      expect(await panel.locator('.atlas-image img').count()).toBeGreaterThanOrEqual(2);
      expect(await panel.locator('.atlas-claim').count()).toBeGreaterThanOrEqual(4);
      expect(await panel.locator('.atlas-check[data-passed="true"]').count()).toBeGreaterThanOrEqual(5);
      expect(await panel.locator('.atlas-check[data-passed="false"]').count()).toBe(0);
    },
    patience,
  );

  describe('in an empty notebook', () => {
    beforeAll(async () => {
      await notebook.page.close();
      await open('99-scratch');
    }, patience);

    test('the first cell imports the packages', async () => {
      const names = ['tensor', 'attention', 'models', 'lab', 'notebook'];
      const imports = names.map((name) => `import * as ${name} from '@atlas/${name}';`).join('\n');
      await timed('first cell, which imports every package', async () => {
        const output = await notebook.run(`${imports}\nattention.mechanisms.se.title`);
        await output.getByText('Squeeze-and-Excitation').waitFor();
      });
    });

    test('a type error stands at its line and column, and nothing runs', async () => {
      const output = await notebook.run("console.log('started');\nconst n: number = 1;\nconst text: string = n;");
      await output.getByText("Type 'number' is not assignable to type 'string'").first().waitFor();
      const text = await output.innerText();
      expect(text).toMatch(/:3:7/);
      expect(text).not.toMatch(/^started$/m);
    });

    test('a run-time error stands at the line that was written', async () => {
      const code = 'type Row = { cells: number[] };\nfunction first(row?: Row) {\n  return row!.cells[0];\n}\nfirst();';
      const output = await notebook.run(code);
      await output.getByText("Cannot read properties of undefined (reading 'cells')").first().waitFor();
      const text = await output.innerText();
      expect(text).toContain('> 3 |   return row!.cells[0];');
      expect(text).toMatch(/at first \(cell-\d+\.ts:3:15\)\s+at cell-\d+\.ts:5:1/);
    });

    test('a loop is interrupted, and what came before it is still there', async () => {
      await (await notebook.run('const kept = 42;\nkept')).getByText('42').waitFor();
      const output = await notebook.run("console.log('turning');\nwhile (true) {}");
      await output.getByText('turning').waitFor();
      await notebook.toolbar('notebook:interrupt-kernel');
      await output.getByText('Interrupted').first().waitFor();
      await (await notebook.run('kept + 1')).getByText('43').waitFor();
    });

    test('Tab completes a member, from its type', async () => {
      const candidates = notebook.page.locator('.jp-Completer .jp-Completer-item');
      const complete = async (): Promise<void> => {
        await notebook.page.keyboard.press('Tab');
        await candidates.first().waitFor();
      };
      await (await notebook.run('const values = [3, 1, 2];\nvalues.length')).getByText('3').waitFor();
      await notebook.write('values.s');
      await complete();
      const names = await candidates.locator('.jp-Completer-match').allInnerTexts();
      expect(names).toEqual(expect.arrayContaining(['shift', 'slice', 'some', 'sort', 'splice']));
      expect(names).not.toContain('map');
      await notebook.page.keyboard.press('Enter');
      await candidates.first().waitFor({ state: 'hidden' });
      expect(await notebook.active.locator('.cm-content').innerText()).toBe(`values.${names[0]}`);
      await notebook.write('attention.squeeze');
      await timed('completion after the first', complete);
      expect(await candidates.locator('.jp-Completer-match').allInnerTexts()).toContain('squeezeExcite');
      await notebook.page.keyboard.press('Escape');
    });

    test('Shift+Tab shows the signature and the docstring of a function', async () => {
      await notebook.write('tensor.rng(');
      await notebook.page.keyboard.press('Shift+Tab');
      const tooltip = notebook.page.locator('.jp-Tooltip');
      await tooltip.waitFor();
      const text = await tooltip.innerText();
      expect(text).toContain('rng(seed: number): tensor.Rng');
      expect(text).toContain('The generator of a seed.');
      expect(text).toContain('RangeError when the seed is not an integer');
      await notebook.page.keyboard.press('Escape');
    });

    test('a restart forgets every name', async () => {
      await notebook.toolbar('notebook:restart-kernel');
      await notebook.page.locator('.jp-Dialog .jp-mod-accept').click();
      await notebook.page.locator('.jp-Dialog').waitFor({ state: 'detached' });
      await notebook.idle();
      const output = await notebook.run('kept');
      await output.getByText("Cannot find name 'kept'").first().waitFor();
    });
  });
});
