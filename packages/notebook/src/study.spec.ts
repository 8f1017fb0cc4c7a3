import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type ArtifactScrap,
  type ClaimRecord,
  DocumentError,
  type Evidence,
  EvidenceError,
  parseScrap,
  type Scrap,
  scrapMimeType,
  validateArtifactScrap,
} from '@atlas/schemas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collect, textOf } from '../test/collect.js';
import { ValueError } from './plain.js';
import { CheckError } from './record/check.js';
import { study, type Study } from './study.js';
import { StudyError } from './study-error.js';

const directory = fileURLToPath(new URL('../test', import.meta.url));

function open(): { atlas: Study; scraps: () => Scrap[]; outputs: ReturnType<typeof collect>['outputs'] } {
  const { sink, outputs } = collect();
  const atlas = study('90-example', { directory, sink });
  return { atlas, outputs, scraps: () => outputs.map((output) => parseScrap(output.data[scrapMimeType], 'the scrap')) };
}

const evidence: Evidence = {
  seeds: [1, 2, 3],
  values: [93, 94, 93.5],
  baseline: [91, 92.1, 91.4],
  control: { values: [91.2, 91.9, 91.5], baseline: [91, 92.1, 91.4] },
};

describe('study', () => {
  it('reads the contract of the notebook', () => {
    expect(open().atlas.contract.title).toBe('An example');
  });

  it('says where it looked', () => {
    expect(() => study('91-other', { directory })).toThrow(StudyError);
    expect(() => study('91-other', { directory })).toThrow(`looked for ${join(directory, '91-other.schema.json')}`);
  });

  it.each(['../90-example', '90-example.ipynb/..', '', '/etc/passwd'])('does not leave the folder for %j', (name) => {
    expect(() => study(name, { directory })).toThrow("expected a notebook's name such as");
  });

  describe('with a broken contract', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'study-'));
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    it('says why it is no JSON', () => {
      writeFileSync(join(folder, '01-x.schema.json'), '{"title": }');
      expect(() => study('01-x', { directory: folder })).toThrow(
        /01-x\.schema\.json is no valid JSON: Unexpected token/,
      );
    });

    it('lists every problem', () => {
      writeFileSync(join(folder, '01-x.schema.json'), '{"title": "x", "type": "array"}');
      expect(() => study('01-x', { directory: folder })).toThrow(DocumentError);
      expect(() => study('01-x', { directory: folder })).toThrow(
        /lacks the property "properties"[^]*must be "object", found "array"/,
      );
    });
  });
});

describe('result', () => {
  it('records the rounded value as a scrap', () => {
    const { atlas, scraps, outputs } = open();
    atlas.result('accuracy', 0.93456);
    expect(scraps()).toEqual([{ name: 'result:accuracy', data: 0.935, encoder: 'json', version: 1 }]);
    expect(textOf(outputs[0])).toBe('result accuracy: 0.935');
    expect(outputs[0]?.metadata).toEqual({ scrapbook: { name: 'result:accuracy', data: true, display: false } });
  });

  it('records what does not match with its problems, for the runner to refuse, and lets the cell go on', () => {
    const { atlas, scraps, outputs } = open();
    atlas.result('loss', 1);
    expect(textOf(outputs[0])).toContain(
      'it is not in the contract, which has "accuracy", "steps": add it to "properties"',
    );
    atlas.result('accuracy', 1.5);
    expect(textOf(outputs[1])).toContain('/results/accuracy: must be <= 1, found 1.5');
    expect(outputs[1]?.data['text/html']).toContain('role="alert"');
    atlas.result('steps', 2.5);
    atlas.result('toString', 1);
    expect(scraps().map(({ name, data }) => [name, data])).toEqual([
      ['result:loss', 1],
      ['result:accuracy', 1.5],
      ['result:steps', 2.5],
      ['result:toString', 1],
    ]);
  });

  it('refuses what is no JSON', () => {
    const { atlas, outputs } = open();
    expect(() => atlas.result('accuracy', Number.NaN)).toThrow(ValueError);
    expect(outputs).toEqual([]);
  });
});

describe('claim', () => {
  it('records evidence and decision, and shows a card with the verdict in words', () => {
    const { atlas, scraps, outputs } = open();
    atlas.claim('helps', evidence);
    const [scrap] = scraps();
    const record = scrap?.data as unknown as ClaimRecord;
    expect(scrap?.name).toBe('claim:helps');
    expect(record.evidence).toEqual(evidence);
    expect(record.decision.verdict).toBe('holds');
    expect(textOf(outputs[0]).split('\n')).toEqual([
      '✓ holds: Squeeze & excitation raises the accuracy. [helps]',
      '  Measured: 2 points (1.752 to 2.248)',
      '  Control: 0.03333 points (−0.4838 to 0.5504). The gate is fixed at one half.',
      '  Seeds: 1, 2, 3',
      '  Rule: Holds if the 95 % interval of the mean difference to the baseline (paired by seed) lies above 0 points; the control must not satisfy the same rule.',
      '  Why: The mean difference to the baseline (paired by seed) of the measured system is 2 points; its 95 % interval, 1.752 to 2.248 (3 seeds), lies above 0 points.',
      '  Expected: holds; asserted in default',
      '  Source: survey statement S11, Hu et al. 2018, Table 2 (confidence: high)',
    ]);
    const html = textOf(outputs[0], 'text/html');
    expect(html).toContain('data-verdict="holds"');
    expect(html).toContain('✓ holds</strong> Squeeze &amp; excitation raises');
  });

  it('refuses an unknown id, missing seeds and a missing control', () => {
    const { atlas, outputs } = open();
    const { control: _control, ...uncontrolled } = evidence;
    const { seeds: _seeds, ...seedless } = evidence;
    expect(() => atlas.claim('hurts', evidence)).toThrow('claim "hurts" is not in the contract, which has "helps"');
    expect(() => atlas.claim('helps', uncontrolled as Evidence)).toThrow(
      'claim "helps" has no control: measure the same thing',
    );
    expect(() => atlas.claim('helps', seedless as Evidence)).toThrow('claim "helps" has no seeds');
    expect(() => atlas.claim('helps', [] as unknown as Evidence)).toThrow('needs an object {values, seeds, control}');
    expect(() => atlas.claim('helps', { ...evidence, values: [1] })).toThrow(EvidenceError);
    expect(() => atlas.claim('helps', { ...evidence, values: [1] })).toThrow(
      'claim "helps": "baseline" of the measured system',
    );
    expect(() => atlas.claim('helps', { ...evidence, values: [1, Number.NaN, 2] })).toThrow(
      'the evidence of claim "helps" at /values/1 is NaN',
    );
    expect(outputs).toEqual([]);
  });
});

describe('check', () => {
  it('records what is true', () => {
    const { atlas, scraps, outputs } = open();
    atlas.check('in-range', true, '0.1 to 0.9');
    expect(scraps()[0]).toMatchObject({ name: 'check:in-range', data: { passed: true, detail: '0.1 to 0.9' } });
    expect(textOf(outputs[0])).toBe('✓ Every weight lies between 0 and 1. (0.1 to 0.9)');
  });

  it('records what is not true, and fails the cell', () => {
    const { atlas, scraps } = open();
    expect(() => atlas.check('in-range', false, 'found 1.2')).toThrow(CheckError);
    expect(scraps()[0]).toMatchObject({ data: { passed: false } });
    expect(() => atlas.check('in-range', false)).toThrow('check "in-range" did not pass');
  });

  it('refuses an unknown id, and a promise that would always be true', () => {
    const { atlas } = open();
    expect(() => atlas.check('other', true)).toThrow('check "other" is not in the contract, which has "in-range"');
    expect(() => atlas.check('in-range', Promise.resolve(false) as unknown as boolean)).toThrow(
      'needs true or false, found object',
    );
  });
});

describe('measurement', () => {
  it('is free unless the contract has a schema for it', () => {
    const { atlas, scraps } = open();
    atlas.measurement('memory', { peak: 12 });
    atlas.measurement('seconds', 1.23456);
    expect(scraps().map((scrap) => [scrap.name, scrap.data])).toEqual([
      ['measurement:memory', { peak: 12 }],
      ['measurement:seconds', 1.23456],
    ]);
    expect(() => atlas.measurement('seconds', -1)).toThrow('/measurements/seconds: must be >= 0, found -1');
    expect(() => atlas.measurement('', 1)).toThrow('needs a name');
  });
});

describe('artifact', () => {
  it('carries the bytes, their number and their hash', () => {
    const { atlas, scraps } = open();
    const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 256);
    atlas.artifact('weights.bin', bytes.subarray(10));
    atlas.artifact('words.txt', 'ä');
    const [weights, words] = scraps().map((scrap) => scrap.data as unknown as ArtifactScrap);
    expect(validateArtifactScrap(weights)).toEqual([]);
    expect(Buffer.from(weights?.base64 ?? '', 'base64')).toEqual(Buffer.from(bytes.subarray(10)));
    expect(weights).toMatchObject({
      bytes: 290,
      sha256: createHash('sha256').update(bytes.subarray(10)).digest('hex'),
    });
    expect(words).toMatchObject({ bytes: 2, base64: 'w6Q=' });
  });

  it.each(['../x', 'a/b', 'X', '.x', '', 'nul', 'a b'])('refuses the name %j', (name) => {
    expect(() => open().atlas.artifact(name, 'x')).toThrow('expected a plain file name such as');
  });

  it('refuses other data, and too much of it', () => {
    const { atlas } = open();
    expect(() => atlas.artifact('x', [1] as unknown as Uint8Array)).toThrow(
      'expected bytes (a Uint8Array) or text, found object',
    );
    expect(() => atlas.artifact('x', new Uint8Array(32 * 1024 * 1024 + 1))).toThrow(
      'more than 33554432: store less of it',
    );
  });
});
