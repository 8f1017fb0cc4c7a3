import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSite } from '../src/index.js';
import { exampleApi } from './example-api.js';
import { writeFixture } from './fixture.js';
import { temporaryFolder } from './temporary.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const page = (path: string): Promise<string> => readFile(join(folder.path, 'site', path), 'utf8');
const build = async (): Promise<void> => {
  await buildSite({ root: folder.path, out: join(folder.path, 'site') });
};

beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFixture(folder.path, []);
  await build();
});
afterAll(() => folder.remove());

describe('the reference', () => {
  it('has a page for each package, which the navigation leads to', async () => {
    expect(await page('index.html')).toContain('<a href="api.html" >Reference</a>');
    expect(await page('api.html')).toContain('<a href="api/attention.html">@atlas/attention</a>');
    expect(await page('api.html')).toContain('Mechanisms of the example. 2 names.');
  });

  it('shows signature, docstring and facts of every name', async () => {
    const text = await page('api/attention.html');
    for (const { name } of exampleApi.modules.flatMap(({ symbols }) => symbols)) {
      expect(text).toContain(`<h3 id="name-${name}">${name}</h3>`);
      expect(text).toContain(`<a href="#name-${name}">${name}</a>`);
    }
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toMatch(/<dt><code>params<\/code><\/dt>\s*<dd>\[channel, hidden\]<\/dd>/);
    expect(text).toMatch(/<dt>Returns<\/dt>\s*<dd>\[batch, channel\]<\/dd>/);
    expect(text).toMatch(/<dt>Throws<\/dt>\s*<dd>RangeError when <code>channels<\/code> is no integer<\/dd>/);
  });

  it('shows the formula of a mechanism beside its names, and leads to its page', async () => {
    const text = await page('api/attention.html');
    expect(text).toContain('<a href="../mechanisms/se.html">Squeeze-and-Excitation</a>');
    expect(text).toMatch(/<math aria-label="g = [^"]*sigma/);
    expect(text).toContain('<code>g(x) = σ(W₂ δ(W₁ z))</code>');
  });

  it('can be searched', async () => {
    const index = await page('assets/search-index.js');
    expect(index).toContain('"section":"gExample","url":"api/attention.html#name-gExample"');
  });

  it('says so where no package has been described', async () => {
    await rm(join(folder.path, '.atlas'), { recursive: true });
    await build();
    expect(await page('api.html')).toContain('The packages have not been described yet.');
  });
});
