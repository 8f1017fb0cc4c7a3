import { describe, expect, it } from 'vitest';
import type { RunOutcome } from '../run/outcome.js';
import { lineInFile, githubAnnotations } from './annotations.js';
import type { CellInfo, RunEvent, RunEventDetail } from './events.js';
import { outcomesJson } from './json.js';
import { junitXml } from './junit.js';
import { progressReporter } from './reporter.js';
import { summaryText } from './summary.js';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/support.js';

const first: CellInfo = { index: 0, id: 'a', number: 1, of: 12, label: 'Load <data>', expectedMilliseconds: 50_000 };
const outcome: RunOutcome = {
  notebook: '05-channel',
  path: '/repo/notebooks/05-channel.ipynb',
  profile: 'smoke',
  parameters: {},
  status: 'failed',
  failures: [
    {
      kind: 'cell-error',
      message: 'TypeError: 5 % of\nit & more\u001b[31m',
      cell: { index: 2, id: 'b', line: 2 },
      error: { name: 'TypeError', message: 'x', traceback: ['at <cell>\u0000'] },
    },
    { kind: 'results-invalid', message: 'no result' },
  ],
  notices: [],
  exitCode: 1,
  cells: [
    {
      index: 0,
      id: 'a',
      label: 'Load <data>',
      status: 'passed',
      milliseconds: 1500,
      attempts: 1,
      lateOutput: false,
      reused: false,
    },
    {
      index: 2,
      id: 'b',
      label: 'Train',
      status: 'failed',
      milliseconds: 500,
      attempts: 1,
      lateOutput: false,
      reused: false,
    },
    { index: 3, id: 'c', label: 'Show', status: 'not run', attempts: 0, lateOutput: false, reused: false },
  ],
  claims: [
    {
      id: 'se-helps',
      sentence: 'It helps.',
      verdict: 'fails',
      expected: 'holds',
      asserted: true,
      estimate: 0.5,
      interval: [0.2, 0.8],
      unit: 'points',
      reason: '',
    },
  ],
  problems: [],
  unexpected: [],
  files: { artifacts: [] },
  startedAt: new Date('2026-01-02T03:04:05Z'),
  milliseconds: 2000,
};

function event(at: number, detail: RunEventDetail): RunEvent {
  return { notebook: '05-channel', at, ...detail };
}

const events = [
  event(0, { type: 'run-start', profile: 'smoke', cells: 12, expectedMilliseconds: 180_000 }),
  event(1000, { type: 'kernel-ready', implementation: 'tslab', milliseconds: 1000 }),
  event(2000, { type: 'cell-start', cell: first }),
  event(3000, { type: 'output', cell: first, channel: 'stdout', text: 'epoch 1\u001b[0m\n', late: false }),
];

function shown(isTTY: boolean, live: boolean, at: number, more: RunEvent[] = []): string {
  let text = '';
  let now = 0;
  const stream = { isTTY, columns: 100, write: (part: string) => (text += part) };
  const reporter = progressReporter({ stream, live, now: () => now });
  for (const item of [...events, ...more]) {
    now = item.at;
    reporter.onEvent(item);
  }
  now = at;
  reporter.tick();
  reporter.close();
  return text;
}

describe('progressReporter', () => {
  it('writes a log in which every line stands alone, and mentions a cell that runs on', () => {
    const end = event(60_000, { type: 'cell-end', cell: first, status: 'passed', milliseconds: 58_000 });
    expect(shown(false, false, 34_000)).toBe(
      [
        '05-channel  12 cells, profile smoke, expected to take about 3 min 0 s',
        '05-channel  kernel ready after 1.0 s',
        '05-channel  [ 1/12] Load <data>: 32 s of about 50 s; run 34 s of about 3 min 0 s  epoch 1',
        '',
      ].join('\n'),
    );
    expect(shown(false, false, 60_000, [end])).toContain('[ 1/12] Load <data>: passed in 58 s of about 50 s\n');
  });

  it('draws one line for each notebook in a terminal, cut to its width', () => {
    const text = shown(true, false, 12_000);
    expect(text).toContain('\u001b[1A\u001b[J');
    expect(text).toContain(
      '05-channel  [ 1/12] Load <data>: 10 s of about 50 s; run 12 s of about 3 min 0 s  epoch 1\n',
    );
    const long = event(4000, { type: 'output', cell: first, channel: 'stdout', text: 'x'.repeat(500), late: false });
    const lines = shown(true, false, 5000, [long]).split('\n');
    expect(lines.every((line) => line.replaceAll('\u001b[1A\u001b[J', '').length < 100)).toBe(true);
  });

  it('shows live output only when asked', () => {
    expect(shown(false, true, 4000)).toContain('    epoch 1');
    expect(shown(false, false, 4000)).not.toContain('epoch 1');
  });

  it('says of every line of live output whose it is when several notebooks run', () => {
    const other = { notebook: '09-transformer', at: 5000 } as const;
    const text = shown(false, true, 6000, [
      { ...other, type: 'run-start', profile: 'smoke', cells: 3 },
      { ...other, type: 'output', cell: first, channel: 'stdout', text: 'step 1\nstep 2\n', late: false },
    ]);
    expect(text).toContain('09-transformer | step 1\n09-transformer | step 2\n');
  });
});

describe('junitXml', () => {
  it('has a suite for the notebook and a case for each cell, and escapes what XML cannot hold', () => {
    const xml = junitXml([outcome]);
    expect(xml).toContain('<testsuites name="notebooks" tests="4" failures="2" skipped="1" time="2.000">');
    expect(xml).toContain('name="cell 1: Load &lt;data&gt;" time="1.500"/>');
    expect(xml).toContain('<failure type="cell-error" message="TypeError: 5 % of&#10;it &amp; more">');
    expect(xml).toContain('at &lt;cell&gt;</failure>');
    expect(xml).toContain('<skipped message="the run stopped before this cell"/>');
    expect(xml).toContain('name="results and verdicts"');
    expect(xml).not.toMatch(/[\u0000\u001b]/);
  });
});

describe('githubAnnotations', () => {
  const text = JSON.stringify(
    {
      cells: [
        { id: 'a', source: ['x'] },
        { id: 'm', source: 'text' },
        { id: 'b', source: ['one\n', 'two\n'] },
      ],
    },
    null,
    1,
  );

  it("finds a cell's line in the file, by id, else by position", () => {
    const line = (needle: string) => text.split('\n').findIndex((row) => row.includes(needle)) + 1;
    expect(lineInFile(text, 'b', 0, 2)).toBe(line('two'));
    expect(lineInFile(text, 'b', 0)).toBe(line('one'));
    expect(lineInFile(text, 'm', 0, 7)).toBe(line('"text"'));
    expect(lineInFile(text, 'unknown', 2, 1)).toBe(line('one'));
    expect(lineInFile('no json', 'b', 0)).toBe(1);
  });

  it('points at the line, with everything escaped', () => {
    const folder = temporaryFolder();
    const path = join(folder, '05-channel.ipynb');
    writeFileSync(path, text);
    const [failure, results] = githubAnnotations({ ...outcome, path }, folder);
    expect(failure).toMatch(
      /^::error file=05-channel\.ipynb,line=\d+,title=05-channel%2C cell 2%2C line 2%3A cell error::/,
    );
    expect(failure).toContain('5 %25 of%0Ait');
    expect(results).toBe('::error file=05-channel.ipynb,line=1,title=05-channel%3A results invalid::no result');
  });
});

describe('summaryText', () => {
  it('shows notebooks, claims and every failure with its place', () => {
    const text = summaryText([outcome]);
    expect(text).toContain('05-channel  smoke    failed  2.0 s  1 of 3');
    expect(text).toMatch(/✗ fails +05-channel se-helps +0\.5 points \(.*\) +EXPECTED holds/);
    expect(text).toContain('/repo/notebooks/05-channel.ipynb, cell 2 (id b), line 2: cell error: TypeError: 5 % of');
  });
});

describe('summaryText of a resumed run', () => {
  it('says which cells loaded a stored artifact, and that all others were replayed', () => {
    const resumed = (taken: string[]): string => summaryText([{ ...outcome, resume: { offered: [], taken } }]);
    expect(resumed(['b'])).toContain(
      '05-channel resumed: stored artifacts were loaded in cell 2; all other cells were replayed',
    );
    expect(resumed(['a', 'b'])).toContain('in cells 1, 2;');
    expect(resumed([])).toContain('no stored artifact was loaded; all cells were replayed');
    expect(summaryText([outcome])).not.toContain('resumed');
  });
});

describe('outcomesJson', () => {
  it('is plain JSON', () => {
    const [run] = outcomesJson([outcome])['runs'] as { startedAt: string }[];
    expect(run?.startedAt).toBe('2026-01-02T03:04:05.000Z');
  });
});
