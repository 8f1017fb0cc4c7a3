import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { heatmap, lineChart } from '../../test/example-chapters.js';
import { temporaryFolder } from '../../test/temporary.js';
import { drawingSources, KeptDrawings } from './kept-drawings.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let path: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder.path, 'kept/drawings.json');
});
afterEach(() => folder.remove());

describe('kept drawings', () => {
  it('are drawn once and come back the same, whatever else a build draws', async () => {
    const first = await KeptDrawings.open(path);
    const drawn = await first.draw(lineChart);
    await first.draw(lineChart);
    expect(first.counts).toEqual({ asked: 1, drawn: 1 });
    await first.save();
    const second = await KeptDrawings.open(path);
    // What a page writes of them, byte for byte.
    expect(JSON.stringify(await second.draw(lineChart))).toBe(JSON.stringify(drawn));
    expect(second.counts).toEqual({ asked: 1, drawn: 0 });
    const changed = await second.draw({ ...lineChart, height: 100 });
    expect(changed.wide.svg).not.toBe(drawn.wide.svg);
    expect(second.counts).toEqual({ asked: 2, drawn: 1 });
  });

  it('follow from no file of this folder that is not part of their key', async () => {
    const reached = new Set<string>();
    const follow = async (name: string): Promise<void> => {
      if (reached.has(name)) return;
      reached.add(name);
      const source = await readFile(new URL(`${name}.ts`, import.meta.url), 'utf8');
      for (const [, next] of source.matchAll(/from '\.\/([\w-]+)\.js'/g)) await follow(next!);
      expect(source, name).not.toMatch(/from '\.\.\//);
    };
    await follow('draw-both');
    expect([...reached].sort()).toEqual((await drawingSources()).map((file) => file.replace(/\.ts$/, '')));
  });

  it('are the same from many threads, and tell what cannot be drawn as ever', async () => {
    const charts = Array.from({ length: 40 }, (_, i) => ({ ...lineChart, height: 60 + i }));
    const broken = { ...lineChart, transform: [{ calculate: 'datum.(', as: 'never' }] };
    const ahead = await KeptDrawings.open(path);
    ahead.drawAhead([...charts, broken]);
    const here = await KeptDrawings.open(path);
    expect(JSON.stringify(await ahead.draw(charts[7]!))).toBe(JSON.stringify(await here.draw(charts[7]!)));
    await expect(ahead.draw(broken)).rejects.toThrow();
    expect(ahead.counts).toEqual({ asked: 1, drawn: 1 });
  });

  it('are forgotten when no chart asks for them, and drawn again when the file is damaged', async () => {
    const first = await KeptDrawings.open(path);
    await first.draw(lineChart);
    await first.draw(heatmap);
    await first.save();
    const second = await KeptDrawings.open(path);
    await second.draw(heatmap);
    await second.save();
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')) as object)).toHaveLength(1);
    await writeFile(path, '{"cut');
    const third = await KeptDrawings.open(path);
    await third.draw(heatmap);
    expect(third.counts).toEqual({ asked: 1, drawn: 1 });
  });
});
