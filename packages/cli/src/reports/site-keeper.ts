import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSite, endBundler } from '@atlas/report';
import { resultsState, siteState } from './site-state.js';

const interval = 3000;

/** Keeps the built site in step with the results while notebooks run. */
export class SiteKeeper {
  readonly #page: string;
  readonly #stamp: string;
  #timer: NodeJS.Timeout | undefined;
  #building: Promise<unknown> | undefined;

  constructor(readonly root: string) {
    this.#page = join(root, 'reports/site/index.html');
    this.#stamp = join(root, '.atlas/site');
  }

  /** Builds the site, unless it is there and would be the same, and says where it is. */
  async show(title: string): Promise<void> {
    await this.#building;
    const started = Date.now();
    const state = siteState(this.root);
    const isCurrent = this.#isCurrent(state);
    if (!isCurrent) await this.#build(state);
    const remark = isCurrent ? 'nothing has changed' : `built in ${((Date.now() - started) / 1000).toFixed(1)} s`;
    process.stderr.write(`${title} (${remark}): ${this.#page}\n`);
  }

  /** From now on, builds the site again whenever a notebook has left new results. */
  follow(): void {
    let seen = resultsState(this.root);
    this.#timer = setInterval(() => {
      const state = resultsState(this.root);
      if (this.#building || state === seen) return;
      seen = state;
      this.#building = this.#build(siteState(this.root))
        .catch(waitForTheEnd)
        .finally(() => (this.#building = undefined));
    }, interval);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #isCurrent(state: string): boolean {
    return existsSync(this.#page) && existsSync(this.#stamp) && readFileSync(this.#stamp, 'utf8') === state;
  }

  /** @param state taken before the build: what changes meanwhile makes the next one necessary */
  async #build(state: string): Promise<void> {
    // Ctrl-C ends the bundler's own process too: none is left over for the next build, which would find it gone.
    const { problems } = await buildSite({ root: this.root }).finally(endBundler);
    for (const problem of problems) process.stderr.write(`report: ${problem}\n`);
    mkdirSync(dirname(this.#stamp), { recursive: true });
    writeFileSync(this.#stamp, state);
  }
}

function waitForTheEnd(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`report: the pages could not be built (${reason}); they are built again at the end.\n`);
}
