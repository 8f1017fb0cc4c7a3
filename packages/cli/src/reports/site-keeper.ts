import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite, type SiteSummary } from '@atlas/report';
import { type Profile } from '@atlas/schemas';

const interval = 3000;

/** Keeps the built site in step with the results while notebooks run. */
export class SiteKeeper {
  #timer: NodeJS.Timeout | undefined;
  #building: Promise<unknown> | undefined;
  /** What runs had left when the site was last shown. */
  #shown: string | undefined;

  constructor(
    readonly root: string,
    readonly profile: Profile,
  ) {}

  /** Builds the site, unless nothing has changed since it was last shown, and says where it is. */
  async show(title: string): Promise<void> {
    await this.#building;
    const started = Date.now();
    const state = this.#state('results', 'measurements', 'notebooks', 'logs');
    const isCurrent = state === this.#shown;
    if (!isCurrent) {
      const { problems } = await this.#build();
      for (const problem of problems) process.stderr.write(`report: ${problem}\n`);
    }
    this.#shown = state;
    const remark = isCurrent ? 'nothing has changed' : `built in ${((Date.now() - started) / 1000).toFixed(1)} s`;
    process.stderr.write(`${title} (${remark}): ${join(this.root, 'reports/site/index.html')}\n`);
  }

  /** From now on, builds the site again whenever a notebook has left new results. */
  follow(): void {
    let seen = this.#state('results');
    this.#timer = setInterval(() => {
      const state = this.#state('results');
      if (state === seen || this.#building) return;
      seen = state;
      this.#building = this.#build().finally(() => (this.#building = undefined));
    }, interval);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #build(): Promise<SiteSummary> {
    return buildSite({ root: this.root });
  }

  /** What runs have left of these kinds. By content: Nx writes what it takes from its cache anew. */
  #state(...kinds: readonly string[]): string {
    const hash = createHash('sha256');
    for (const kind of kinds) {
      const folder = join(this.root, 'reports', kind, this.profile);
      if (!existsSync(folder)) continue;
      for (const name of readdirSync(folder)) hash.update(`${kind}/${name}\0`).update(content(join(folder, name)));
    }
    return hash.digest('hex');
  }
}

/** A file that a run is just replacing may be gone for a moment. */
function content(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
