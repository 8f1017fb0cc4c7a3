import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseScrap, scrapMimeType } from '@atlas/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect, textOf } from '../../test/collect.js';
import { study, type Study } from '../study.js';
import { StudyError } from '../study-error.js';

const directory = fileURLToPath(new URL('../../test', import.meta.url));
const trained = new Uint8Array([1, 2, 3]);

describe('a computed artifact', () => {
  let folder: string;
  let collected: ReturnType<typeof collect>;
  let atlas: Study;
  let computations: number;
  const compute = async (): Promise<Uint8Array> => {
    computations += 1;
    return Promise.resolve(trained);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'resume-'));
    collected = collect();
    atlas = study('90-example', { directory, sink: collected.sink });
    computations = 0;
  });
  afterEach(() => {
    delete process.env['ATLAS_RESUME_DIR'];
    rmSync(folder, { recursive: true });
  });
  const recorded = () => parseScrap(collected.outputs[0]!.data[scrapMimeType], 'the scrap');

  it('is computed, recorded and given back', async () => {
    expect(await atlas.computed('weights.bin', compute)).toEqual(trained);
    expect(recorded()).toMatchObject({ name: 'artifact:weights.bin', data: { base64: 'AQID' } });
    expect(collected.outputs[0]!.metadata).not.toHaveProperty('atlas');
  });

  it('is taken from the run that was broken off, and says so', async () => {
    process.env['ATLAS_RESUME_DIR'] = folder;
    writeFileSync(join(folder, 'weights.bin'), 'old');
    const bytes = await atlas.computed('weights.bin', compute);
    expect([new TextDecoder().decode(bytes), computations]).toEqual(['old', 0]);
    expect(recorded()).toMatchObject({ name: 'artifact:weights.bin', data: { bytes: 3 } });
    expect(collected.outputs[0]!.metadata).toMatchObject({ atlas: { restored: true } });
    expect(textOf(collected.outputs[0]!)).toContain('taken from the run that was broken off');
  });

  it('is computed where that run has not left it', async () => {
    process.env['ATLAS_RESUME_DIR'] = folder;
    expect(await atlas.computed('weights.bin', compute)).toEqual(trained);
    expect(computations).toBe(1);
  });

  it('is refused before it is computed when its name is unusable, and after it when it is no bytes', async () => {
    await expect(atlas.computed('../weights', compute)).rejects.toThrow('expected a plain file name');
    expect(computations).toBe(0);
    await expect(atlas.computed('weights.bin', () => 'text' as unknown as Uint8Array)).rejects.toThrow(StudyError);
  });
});
