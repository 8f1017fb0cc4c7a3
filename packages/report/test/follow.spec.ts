import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, recordClaim, type ResultFile } from '@atlas/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildSite } from '../src/index.js';
import { exampleChapters } from './example-chapters.js';
import { display, writeFixture } from './fixture.js';
import { temporaryFolder } from './temporary.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let root: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  root = folder.path;
  await writeFixture(root, exampleChapters);
});
afterEach(() => folder.remove());

const page = (path: string): Promise<string> => readFile(join(root, 'reports/site', path), 'utf8');
const resultPath = (name: string): string => join(root, `reports/results/default/${name}.json`);

async function changeResult(name: string, change: (result: ResultFile) => void): Promise<void> {
  const result = JSON.parse(await readFile(resultPath(name), 'utf8')) as ResultFile;
  change(result);
  await writeFile(resultPath(name), canonicalJson(result));
}

const words = (markup: string): string => markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe('pages follow the results', () => {
  it('shows a changed result and a changed verdict on every page that has them', async () => {
    const before = await buildSite({ root });
    expect(before.claims).toEqual({ fails: 1, 'not decided': 1, holds: 3, 'not run': 0 });
    const declaration = exampleChapters[1]!.contract!.atlas.claims['se-helps']!;
    await changeResult('05-channel', (result) => {
      (result.results['accuracy'] as { mean: number }[])[0]!.mean = 0.7654;
      const { evidence } = result.claims['se-helps']!;
      result.claims['se-helps'] = recordClaim(declaration, {
        ...evidence,
        values: [0.803, 0.801, 0.806, 0.802, 0.805],
      });
    });
    const after = await buildSite({ root });
    expect(after.claims).toEqual({ fails: 2, 'not decided': 1, holds: 2, 'not run': 0 });
    const chapter = words(await page('chapters/05-channel.html'));
    expect(chapter).toContain('0.765');
    expect(chapter).toContain('2 claims fail');
    expect(chapter).not.toContain('0.812');
    for (const path of ['chapters/05-channel.html', 'claims.html'])
      expect(words(await page(path)), path).toContain('\u22120.0088');
    expect(words(await page('index.html'))).toMatch(/2 fail 1 not decided 2 hold\b/);
    expect(words(await page('statements.html'))).toMatch(/S11 .*? fails Squeeze-and-excitation/);
    expect(words(await page('mechanisms/se.html'))).toMatch(/fails Squeeze-and-excitation/);
    expect(await page('downloads/default/05-channel.json')).toContain('0.7654');
  });

  it('says what is published, what was measured here, and what has not run', async () => {
    await buildSite({ root });
    expect(words(await page('chapters/05-channel.html'))).toContain('published default profile, 1 March 2026');
    expect(words(await page('chapters/02-sentences.html'))).toContain('measured here default profile');
    expect(words(await page('chapters/09-form.html'))).toContain('not run This chapter has no results yet');
  });

  it('compares a run with what the last commit publishes, and lists the history of a claim', async () => {
    const git = (...commandLine: string[]): void => {
      const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
      execFileSync('git', ['-C', root, ...author, ...commandLine], { stdio: 'ignore' });
    };
    git('init', '-q');
    git('add', 'notebooks', 'reports/results');
    git('commit', '-q', '-m', 'publish');
    await buildSite({ root });
    expect(words(await page('chapters/02-sentences.html'))).toContain('Every number equals the published one');
    await changeResult('02-sentences', (result) => {
      (result.results['parameters'] as { [name: string]: number })['RNNsearch'] = 412_000;
    });
    await buildSite({ root });
    const chapter = words(await page('chapters/02-sentences.html'));
    expect(chapter).toContain('1 number differs from the published results');
    expect(chapter).toContain('/results/parameters/RNNsearch');
    expect(words(await page('claims.html'))).toMatch(/History [\w ]+ \( [0-9a-f]{8} , default\): holds/);
  });

  it('shows the default and the full profile side by side, with the figures of both', async () => {
    const [chapter] = exampleChapters;
    await writeFixture(root, [{ ...chapter!, profile: 'full' }]);
    await buildSite({ root });
    const markup = await page('chapters/02-sentences.html');
    expect(words(markup)).toContain('default 5 seeds');
    expect(words(markup)).toContain('full 5 seeds');
    expect(words(markup)).toContain('JSON, default · JSON, full');
    const folded = [...markup.matchAll(/<details class="other-profile"[^>]*>[^]*?<\/details>/g)].map(([text]) => text);
    expect(folded).toHaveLength(2);
    expect(words(folded[0]!)).toContain('The same in the full profile RNNenc-dec loses 53 BLEU');
    expect(folded[0]).toMatch(/<img\s+class="wide"\s+src="[^"]*"[^>]*\sloading="lazy"/);
    expect(folded[0]).not.toContain('<svg');
  });

  it('shows the tables of the full profile where the default one shows nothing', async () => {
    const [chapter] = exampleChapters;
    await writeFixture(root, [{ ...chapter!, profile: 'full' }]);
    const showInstead = async (profile: string, data: { [type: string]: unknown }): Promise<void> => {
      const path = join(root, `reports/notebooks/${profile}/02-sentences.ipynb`);
      const executed = JSON.parse(await readFile(path, 'utf8')) as { cells: { outputs?: unknown[] }[] };
      executed.cells.find(({ outputs }) => (outputs ?? []).length > 0)!.outputs = [display(data)];
      await writeFile(path, JSON.stringify(executed));
    };
    await showInstead('default', { 'text/plain': 'This part runs in the full profile.' });
    await showInstead('full', { 'application/vnd.dataresource+json': { title: 'Captions', data: [{ bleu: 38 }] } });
    await buildSite({ root });
    const markup = await page('chapters/02-sentences.html');
    const [open = ''] = /<details class="other-profile"\s+open>[^]*?<\/details>/.exec(markup) ?? [];
    expect(words(open)).toContain('In the full profile');
    expect(open).toContain('<figure class="table"');
  });

  it('leaves out the outputs of a cell that was changed after it ran', async () => {
    const path = join(root, 'notebooks/02-sentences.ipynb');
    await writeFile(path, (await readFile(path, 'utf8')).replace('trainSearch(seed)', 'trainSearch(seed + 1)'));
    await buildSite({ root });
    const chapter = await page('chapters/02-sentences.html');
    expect(words(chapter)).toContain('Some cells were changed after they ran');
    expect(chapter).not.toContain('RNNenc-dec loses 53 BLEU');
    expect(chapter).toContain('Each word looks mostly at itself');
  });

  it('reports a result file that is not valid instead of showing its numbers', async () => {
    await changeResult('05-channel', (result) => {
      Object.assign(result, { schemaVersion: 7 });
    });
    const { problems } = await buildSite({ root });
    expect(problems.join('\n')).toContain('results/default/05-channel.json');
    expect(words(await page('chapters/05-channel.html'))).toContain('A file of this chapter cannot be used');
  });

  it('shows why the last run failed', async () => {
    const log = {
      schemaVersion: 1,
      notebook: '09-form',
      profile: 'default',
      parameters: {},
      status: 'failed',
      reused: false,
      started: '2026-03-01T00:00:00.000Z',
      cells: [],
      problems: [],
      unexpected: [],
      error: { name: 'TypeError', message: 'x is not iterable', traceback: [], cell: { index: 1, id: 'code-7' } },
    };
    await mkdir(join(root, 'reports/logs/default'), { recursive: true });
    await writeFile(join(root, 'reports/logs/default/09-form.json'), canonicalJson(log));
    await buildSite({ root });
    expect(words(await page('chapters/09-form.html'))).toContain(
      'The last run (default profile) failed in cell 2. TypeError: x is not iterable',
    );
  });
});

describe('the folder of the site', () => {
  it('replaces an old site and leaves nothing beside it', async () => {
    await buildSite({ root });
    await rm(join(root, 'notebooks/09-form.ipynb'));
    await buildSite({ root });
    expect(await readdir(join(root, 'reports/site/chapters'))).toEqual(['02-sentences.html', '05-channel.html']);
    expect((await readdir(join(root, 'reports'))).sort()).toEqual(['measurements', 'notebooks', 'results', 'site']);
  });

  it('refuses a folder that holds other things', async () => {
    await expect(buildSite({ root, out: join(root, 'notebooks') })).rejects.toThrow('holds files that are no site');
    expect(await readdir(join(root, 'notebooks'))).toContain('09-form.ipynb');
  });

  it('builds a site before there is any notebook', async () => {
    await rm(join(root, 'notebooks'), { recursive: true });
    expect(await buildSite({ root })).toMatchObject({ chapters: 0, claims: { holds: 0 } });
    expect(words(await page('index.html'))).toContain('There are no notebooks yet');
  });

  it.each([
    ['{"cells": 5}', 'notebooks/09-form.ipynb has'],
    ['<html>', 'notebooks/09-form.ipynb is not JSON'],
  ])('shows the other chapters where a notebook cannot be read, and names it', async (text, problem) => {
    const before = await buildSite({ root });
    await writeFile(join(root, 'notebooks/09-form.ipynb'), text);
    const { chapters, problems } = await buildSite({ root });
    expect(chapters).toBe(before.chapters - 1);
    expect(problems.join('\n')).toContain(problem);
  });
});
