import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scrapMimeType } from '@atlas/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleChapters, lineChart } from '../../test/example-chapters.js';
import { code, display, notebook, text, writeFixture } from '../../test/fixture.js';
import { temporaryFolder } from '../../test/temporary.js';
import { buildSite } from '../build-site.js';
import { publishOutputs } from './publish-outputs.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let reports: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  reports = join(folder.path, 'reports');
  await writeFixture(folder.path, exampleChapters);
});
afterEach(() => folder.remove());

describe('published outputs', () => {
  it('show the figures of a chapter before it has run on this machine', async () => {
    expect(await publishOutputs(reports)).toEqual(['published/default/02-sentences.ipynb']);
    await rm(join(reports, 'notebooks'), { recursive: true });
    const { measured } = await buildSite({ root: folder.path });
    const page = await readFile(join(reports, 'site/chapters/02-sentences.html'), 'utf8');
    expect(measured).toBe(0);
    expect(page).toContain('<span class="badge published">published</span>');
    expect(page).toContain(String(lineChart['title']));
    expect(page).not.toContain('trained 5 networks');
  });

  it('hold figures alone, and the same bytes each time', async () => {
    const chart = { 'application/vnd.vegalite.v5+json': lineChart, 'text/html': '<svg></svg>' };
    const outputs = [
      display(chart),
      display({ 'text/html': '<div class="atlas-progress"></div>', 'text/plain': '50 %' }),
      display({ 'text/plain': 'kept' }),
      display({ [scrapMimeType]: { name: 'result:a' } }),
      { output_type: 'stream' as const, name: 'stdout' as const, text: '12 s' },
    ];
    const cell = {
      ...code('x', outputs, 'one', ['headline']),
      metadata: { tags: ['headline'], execution: { time: 'now' } },
      execution_count: 3,
    };
    for (const kind of ['notebooks', 'results']) await mkdir(join(reports, kind, 'smoke'), { recursive: true });
    await writeFile(join(reports, 'results/smoke/01-a.json'), '{}');
    await writeFile(
      join(reports, 'notebooks/smoke/01-a.ipynb'),
      JSON.stringify({ ...notebook([text('prose'), cell]), metadata: { papermill: { duration: 3 } } }),
    );
    await publishOutputs(reports);
    const path = join(reports, 'published/smoke/01-a.ipynb');
    const first = await readFile(path, 'utf8');
    await publishOutputs(reports);
    expect(await readFile(path, 'utf8')).toBe(first);
    expect(JSON.parse(first)).toMatchObject({
      metadata: { atlas: { result: createHash('sha256').update('{}').digest('hex') } },
      cells: [
        {
          metadata: { tags: ['headline'] },
          execution_count: null,
          outputs: [{ data: { 'application/vnd.vegalite.v5+json': {} } }, { data: { 'text/plain': 'kept' } }],
        },
      ],
    });
    expect(first).not.toMatch(/duration|12 s|result:a|now|prose|progress|<svg/);
  });

  it('are shown only beside the result they belong to', async () => {
    await publishOutputs(reports);
    await rm(join(reports, 'notebooks'), { recursive: true });
    const path = join(reports, 'results/default/02-sentences.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('}', ' }'));
    const { problems } = await buildSite({ root: folder.path });
    expect(problems).toEqual([expect.stringContaining('published/default/02-sentences.ipynb: its figures belong')]);
    const page = await readFile(join(reports, 'site/chapters/02-sentences.html'), 'utf8');
    expect(page).not.toContain(String(lineChart['title']));
  });

  it('are kept of the named notebooks only', async () => {
    expect(await publishOutputs(reports, ['09-other'])).toEqual([]);
  });

  it('leave out a run that has not come to its end', async () => {
    await rm(join(reports, 'results/default/02-sentences.json'));
    expect(await publishOutputs(reports)).toEqual([]);
  });

  it('refuse a notebook that is not valid', async () => {
    await writeFile(join(reports, 'notebooks/default/02-sentences.ipynb'), '{}');
    await expect(publishOutputs(reports)).rejects.toThrow('02-sentences');
  });
});
