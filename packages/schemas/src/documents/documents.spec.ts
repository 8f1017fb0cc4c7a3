import { describe, expect, it } from 'vitest';
import { exampleResults } from '../../test/example.js';
import { validateDatasetManifest } from './dataset-manifest.schema.js';
import { validateMeasurementFile } from './measurement-file.schema.js';
import { joinText } from './notebook.js';
import { validateNotebook } from './notebook.schema.js';
import { validateProvenance } from './provenance.schema.js';
import { validateResultFile } from './result-file.schema.js';
import { validateRunRecord } from './run-record.schema.js';
import { splitScrapName } from './scrap.js';
import { validateArtifactScrap, validateScrap } from './scrap.schema.js';

type Fields = { [name: string]: unknown };

const provenance = {
  versions: { node: '20.20.2' },
  backend: { name: 'tensorflow', tensorflowVersion: '2.21.0' },
  threads: { intra: 1, inter: 2 },
  processor: { model: 'x', cores: 2, architecture: 'x64', features: ['avx2'] },
  platform: { system: 'linux', release: '6', memoryBytes: 1 },
  seeds: [1],
  git: { commit: 'a'.repeat(40), modified: false },
};
const measurements = {
  schemaVersion: 1,
  notebook: '05-channel',
  profile: 'smoke',
  date: '2024-05-01T10:00:00.000Z',
  seconds: 3.5,
  provenance,
  cells: { c1: 0.5 },
  measurements: { step: 1 },
};
const manifest = {
  schemaVersion: 1,
  name: 'digits',
  title: 'Digits',
  licence: 'CC-BY-4.0',
  citation: 'Someone',
  files: [
    { path: 'a/b.gz', urls: ['https://example.org/b.gz'], sha256: 'b'.repeat(64), bytes: 3, compression: 'gzip' },
  ],
};
const run = {
  schemaVersion: 1,
  notebook: '05-channel',
  profile: 'full',
  parameters: {},
  status: 'failed',
  reused: false,
  started: '2024-05-01T10:00:00Z',
  cells: [{ index: 0, id: 'a', status: 'failed', seconds: 1 }],
  problems: [{ pointer: '/results', message: 'lacks', cell: 'a' }],
  unexpected: [],
  error: { name: 'TypeError', message: '', traceback: [], cell: { index: 0, id: 'a', line: 3 } },
};
const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: 'markdown', id: 'm1', metadata: {}, source: ['# A\n', 'b'] },
    {
      cell_type: 'code',
      id: 'c1',
      metadata: { tags: ['parameters'] },
      source: 'const a = 1',
      execution_count: null,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: 'x' },
        { output_type: 'display_data', data: {}, metadata: {} },
        { output_type: 'execute_result', data: {}, metadata: {}, execution_count: 1 },
        { output_type: 'error', ename: 'E', evalue: '', traceback: [] },
      ],
    },
  ],
};
const scrap = { name: 'result:a', data: [1], encoder: 'json', version: 1 };
const artifact = { base64: 'AAE=', bytes: 2, sha256: 'c'.repeat(64) };

const kinds: [string, (document: unknown) => { pointer: string }[], Fields, [string, unknown][]][] = [
  [
    'a provenance',
    validateProvenance,
    provenance,
    [
      ['git', {}],
      ['threads', { intra: -1, inter: 0 }],
      ['versions', { node: '' }],
    ],
  ],
  [
    'a measurement file',
    validateMeasurementFile,
    measurements,
    [
      ['date', 'yesterday'],
      ['seconds', -1],
      ['profile', 'huge'],
    ],
  ],
  [
    'a data set manifest',
    validateDatasetManifest,
    manifest,
    [
      ['name', '../x'],
      ['files', [{}]],
      ['homepage', 'javascript:1'],
    ],
  ],
  [
    'a run record',
    validateRunRecord,
    run,
    [
      ['status', 'ok'],
      ['cells', [{ index: 0 }]],
      ['exitCode', -1],
    ],
  ],
  [
    'a notebook',
    validateNotebook,
    notebook,
    [
      ['nbformat', 3],
      ['nbformat_minor', 4],
      ['cells', [{ cell_type: 'code' }]],
    ],
  ],
  [
    'a result file',
    validateResultFile,
    exampleResults(),
    [
      ['schemaVersion', 2],
      ['notebook', 'A B'],
      ['claims', []],
    ],
  ],
  [
    'a scrap',
    validateScrap,
    scrap,
    [
      ['data', null],
      ['version', 2],
      ['encoder', 'arrow'],
    ],
  ],
  [
    'an artifact scrap',
    validateArtifactScrap,
    artifact,
    [
      ['base64', '*'],
      ['sha256', 'x'],
      ['bytes', 0.5],
    ],
  ],
];

describe.each(kinds)('%s', (_name, validate, document, changes) => {
  it('is accepted', () => {
    expect(validate(document)).toEqual([]);
  });

  it.each(changes)('is refused with another %s: %j', (field, value) => {
    const found = validate({ ...document, [field]: value });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((problem) => problem.pointer.startsWith(`/${field}`))).toBe(true);
  });

  it('is refused without one of its fields, and with one more', () => {
    expect(validate({ ...document, extra: 1 })).toEqual([{ pointer: '', message: 'has the unknown property "extra"' }]);
    const [field = ''] = Object.keys(document);
    const { [field]: _removed, ...rest } = document;
    expect(validate(rest)).toEqual([{ pointer: '', message: `lacks the property "${field}"` }]);
  });
});

describe('a notebook', () => {
  it('has cell ids, each once', () => {
    const [cell] = notebook.cells;
    expect(validateNotebook({ ...notebook, cells: [cell, cell] })).toEqual([
      { pointer: '/cells/1/id', message: 'repeats the id of cell 0', cell: 'm1' },
    ]);
  });

  it('holds text whole or in lines', () => {
    expect([joinText('a\nb'), joinText(['a\n', 'b'])]).toEqual(['a\nb', 'a\nb']);
  });
});

describe('splitScrapName', () => {
  it('knows our names and leaves those of others', () => {
    expect(splitScrapName('claim:se:helps')).toEqual({ kind: 'claim', name: 'se:helps' });
    expect(splitScrapName('accuracy')).toBeUndefined();
    expect(splitScrapName('result')).toBeUndefined();
    expect(splitScrapName('model:x')).toBeUndefined();
  });
});

describe('a safe path in a manifest', () => {
  it.each(['/etc/passwd', '../a', 'a/../b', 'a//b', 'a\\b', './a', 'a/'])('is not %s', (path) => {
    const files = [{ ...manifest.files[0], path }];
    expect(validateDatasetManifest({ ...manifest, files })).toHaveLength(1);
  });
});
