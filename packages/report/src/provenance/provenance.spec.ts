import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JsonObject } from '@atlas/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleChapters } from '../../test/example-chapters.js';
import { writeFixture } from '../../test/fixture.js';
import { temporaryFolder } from '../../test/temporary.js';
import { buildSite } from '../build-site.js';
import { checkHashes, sha256 } from './hashes.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let out: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  out = join(folder.path, 'site');
  await writeFixture(folder.path, exampleChapters);
  await buildSite({ root: folder.path, out });
});
afterAll(() => folder.remove());

describe('the hashes of a site', () => {
  it('cover every file, and those for download are the files of the checkout', async () => {
    const { checked, problems } = await checkHashes(out);
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThan(50);
    for (const [copy, original] of [
      ['downloads/05-channel.ipynb', 'notebooks/05-channel.ipynb'],
      ['downloads/default/05-channel.json', 'reports/results/default/05-channel.json'],
    ] as const) {
      expect(sha256(await readFile(join(out, copy)))).toBe(sha256(await readFile(join(folder.path, original))));
    }
  });
  it('find a changed, a missing and an added file', async () => {
    const page = await readFile(join(out, 'index.html'));
    const style = await readFile(join(out, 'assets/site.css'));
    await writeFile(join(out, 'index.html'), 'changed');
    await rm(join(out, 'assets/site.css'));
    await writeFile(join(out, 'added.txt'), 'x');
    expect((await checkHashes(out)).problems).toEqual(
      expect.arrayContaining([
        { path: 'index.html', problem: 'changed' },
        { path: 'assets/site.css', problem: 'missing' },
        { path: 'added.txt', problem: 'not in the list' },
      ]),
    );
    await writeFile(join(out, 'index.html'), page);
    await writeFile(join(out, 'assets/site.css'), style);
    await rm(join(out, 'added.txt'));
  });
  it('say so when there is no list', async () => {
    await expect(checkHashes(folder.path)).rejects.toThrow('has no SHA256SUMS');
  });
});

describe('the crate', () => {
  it('describes files and runs, and refers only to what it describes', async () => {
    const crate = JSON.parse(await readFile(join(out, 'ro-crate-metadata.json'), 'utf8')) as {
      '@context': string;
      '@graph': JsonObject[];
    };
    expect(crate['@context']).toBe('https://w3id.org/ro/crate/1.1/context');
    const entities = new Map(crate['@graph'].map((entity) => [entity['@id'], entity]));
    expect(entities.size).toBe(crate['@graph'].length);
    const references = crate['@graph']
      .flatMap((entity) => Object.values(entity).flat())
      .flatMap((value) => (typeof value === 'object' && value !== null && '@id' in value ? [value['@id']] : []));
    expect(references.filter((id) => !entities.has(id as string) && id !== 'https://w3id.org/ro/crate/1.1')).toEqual(
      [],
    );
    expect(entities.get('./')).toMatchObject({ '@type': 'Dataset', datePublished: '2026-03-01' });
    expect(entities.get('#run-default-05-channel')).toMatchObject({
      '@type': 'CreateAction',
      instrument: { '@id': 'downloads/05-channel.ipynb' },
      result: [
        { '@id': 'downloads/default/05-channel.json' },
        { '@id': 'downloads/default/05-channel.measurements.json' },
      ],
      actionStatus: 'http://schema.org/CompletedActionStatus',
    });
    for (const [id, entity] of entities) {
      if (![entity['@type']].flat().includes('File')) continue;
      expect(entity['sha256'], String(id)).toBe(sha256(await readFile(join(out, String(id)))));
    }
  });
});

describe('the citation file', () => {
  it('names the report and every paper of the library once', async () => {
    const text = await readFile(join(out, 'CITATION.cff'), 'utf8');
    expect(text).toMatch(/^cff-version: 1\.2\.0\n/);
    expect(text).toContain('date-released: "2026-03-01"');
    expect(text.match(/title: "Attention Is All You Need"/g)).toHaveLength(1);
    expect(text).toContain('- name: "Bahdanau"');
  });
});
