import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shortHash } from '../bundle/kept-folder.js';
import { packageRoot } from '../bundle/package-root.js';
import { type ChartSpec } from './chart-spec.js';
import { type ChartDrawings } from './draw-both.js';
import { drawMany, type Ahead } from './draw-many.js';
import { writeWhole } from '../write-whole.js';

/**
 * Drawings are slow and depend on nothing but the chart and the programs that draw it. They are kept between builds, by
 * the hash of both; those that a build does not ask for are forgotten.
 */
export class KeptDrawings {
  readonly #asked = new Map<string, ChartDrawings>();
  readonly #ahead = new Map<string, Ahead>();

  private constructor(
    readonly path: string,
    readonly programs: string,
    readonly kept: ReadonlyMap<string, ChartDrawings>,
  ) {}

  /** Reads what an earlier build left at `path`, if it can be used. */
  static async open(path: string): Promise<KeptDrawings> {
    const programs = await hashOfPrograms();
    return new KeptDrawings(path, programs, await readKept(path));
  }

  /** Begins to draw those that are not kept. What cannot be drawn is left to `draw`, which says why. */
  drawAhead(specs: readonly ChartSpec[]): void {
    const missing = specs.filter((spec) => !this.kept.has(this.#keyOf(spec)));
    for (const [spec, drawings] of drawMany(missing)) this.#ahead.set(this.#keyOf(spec), drawings);
  }

  /** @throws Error where the specification is not valid */
  async draw(spec: ChartSpec): Promise<ChartDrawings> {
    const key = this.#keyOf(spec);
    const known = this.#asked.get(key) ?? this.kept.get(key);
    const drawings = known ?? (await this.#ahead.get(key)) ?? (await drawHere(spec));
    this.#asked.set(key, drawings);
    return drawings;
  }

  /** How many charts were asked for, and how many of them had to be drawn. */
  get counts(): { asked: number; drawn: number } {
    return { asked: this.#asked.size, drawn: [...this.#asked.keys()].filter((key) => !this.kept.has(key)).length };
  }

  #keyOf(spec: ChartSpec): string {
    return shortHash(this.programs, JSON.stringify(spec));
  }

  /** Writes what this build asked for, unless that is what stands there. */
  async save(): Promise<void> {
    if (this.counts.drawn === 0 && this.#asked.size === this.kept.size) return;
    await writeWhole(this.path, JSON.stringify(Object.fromEntries(this.#asked)));
  }
}

async function drawHere(spec: ChartSpec): Promise<ChartDrawings> {
  // Vega takes a third of a second to load, and is not needed where every drawing is kept.
  const { drawBoth } = await import('./draw-both.js');
  return drawBoth(spec);
}

async function readKept(path: string): Promise<Map<string, ChartDrawings>> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(path, 'utf8')) as { [key: string]: ChartDrawings }));
  } catch {
    // Nothing there yet, or cut off: draw.
    return new Map();
  }
}

const here = dirname(fileURLToPath(import.meta.url));

/** The names of the files that a drawing follows from, beside this one. */
export async function drawingSources(): Promise<string[]> {
  return (await readdir(here)).filter((name) => /^(chart-[a-z-]+|draw-both)\.[jt]s$/.test(name)).sort();
}

/** Everything beside the chart that a drawing follows from: this site's own code and the versions of vega. */
async function hashOfPrograms(): Promise<string> {
  const sources = await Promise.all((await drawingSources()).map((name) => readFile(join(here, name), 'utf8')));
  // Versions are pinned exactly.
  const { dependencies } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
    dependencies: { [name: string]: string };
  };
  const versions = Object.entries(dependencies).filter(([name]) => name.startsWith('vega'));
  return shortHash(JSON.stringify([sources, versions]));
}
