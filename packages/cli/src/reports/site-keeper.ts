import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite, type SiteSummary } from '@atlas/report';
import { type Profile } from '@atlas/schemas';

const interval = 3000;

/** Keeps the built site in step with the results while notebooks run. */
export class SiteKeeper {
  readonly #folder: string;
  #timer: NodeJS.Timeout | undefined;
  #building: Promise<unknown> | undefined;
  #seen = '';

  constructor(
    readonly root: string,
    readonly profile: Profile,
  ) {
    this.#folder = join(root, 'reports/results', profile);
  }

  /** Builds the site and says where it is. */
  async show(title: string): Promise<void> {
    await this.#building;
    const started = Date.now();
    const { problems } = await this.#build();
    for (const problem of problems) process.stderr.write(`report: ${problem}\n`);
    const page = join(this.root, 'reports/site/index.html');
    process.stderr.write(`${title} (built in ${((Date.now() - started) / 1000).toFixed(1)} s): ${page}\n`);
  }

  /** From now on, builds the site again whenever a notebook has left new results. */
  follow(): void {
    this.#seen = this.#state();
    this.#timer = setInterval(() => {
      const state = this.#state();
      if (state === this.#seen || this.#building) return;
      this.#seen = state;
      this.#building = this.#build().finally(() => (this.#building = undefined));
    }, interval);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #build(): Promise<SiteSummary> {
    return buildSite({ root: this.root });
  }

  /** Which result files there are, and when each was written. */
  #state(): string {
    try {
      return readdirSync(this.#folder)
        .map((name) => `${name} ${statSync(join(this.#folder, name)).mtimeMs}`)
        .join('\n');
    } catch {
      return '';
    }
  }
}
