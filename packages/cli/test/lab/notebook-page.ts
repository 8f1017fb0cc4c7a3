import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Looks again every fifth of a second, for half a minute. */
const writing = { interval: 200, timeout: 30_000 };

const idle = 'TypeScript (Attention Atlas) | Idle';

/** A notebook in JupyterLab, used as a person would: by mouse and keyboard. */
export class NotebookPage {
  constructor(readonly page: Page) {}

  get panel(): Locator {
    return this.page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)');
  }

  get cells(): Locator {
    return this.panel.locator('.jp-Cell');
  }

  /** The cell that has the focus. */
  get active(): Locator {
    return this.panel.locator('.jp-Cell.jp-mod-active');
  }

  /** Opens the address and waits until the kernel is there and has nothing to do; the status bar says so. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.cells.first().waitFor();
    await this.idle();
  }

  async idle(): Promise<void> {
    await this.page.getByText(idle).waitFor();
  }

  async menu(menu: string, entry: string): Promise<void> {
    await this.page.locator('.lm-MenuBar-item', { hasText: menu }).first().click();
    await this.page.locator('.lm-Menu-item', { has: this.page.getByText(entry, { exact: true }) }).click();
  }

  /** Runs every cell, and waits until none is waiting; JupyterLab marks what waits with a star. */
  async runAll(): Promise<void> {
    await this.menu('Run', 'Run All Cells');
    const waiting = this.panel.locator('.jp-CodeCell .jp-InputPrompt').getByText('[*]:');
    await waiting.first().waitFor();
    for (let left = await waiting.count(); left > 0; left = await waiting.count()) {
      await waiting.last().waitFor({ state: 'hidden' });
    }
  }

  /** Puts code into an empty cell below the active one, and the cursor to its end. */
  async write(code: string): Promise<Locator> {
    if ((await this.active.locator('.cm-content').innerText()).trim() !== '') {
      const before = await this.cells.count();
      await this.page.keyboard.press('Escape');
      await this.page.keyboard.press('b');
      await this.cells.nth(before).waitFor();
    }
    // JupyterLab may still be drawing the cell anew: what was typed before then is gone.
    const editor = this.active.locator('.cm-content');
    await expect
      .poll(async () => {
        const written = (await editor.innerText()).trim();
        if (written !== '') return written;
        await editor.click();
        await this.page.keyboard.insertText(code);
        return (await editor.innerText()).trim();
      }, writing)
      .toBe(code.trim());
    return this.active;
  }

  /** Writes the last cell and runs it in place. @returns its output area */
  async run(code: string): Promise<Locator> {
    await this.write(code);
    const output = this.cells.nth((await this.cells.count()) - 1).locator('.jp-Cell-outputArea');
    await this.page.keyboard.press('Control+Enter');
    return output;
  }

  /** A button of the notebook's toolbar. */
  async toolbar(command: string): Promise<void> {
    await this.panel.locator(`[data-command="${command}"]`).first().click();
  }
}
