import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closingLine, collectReports } from './summary.mjs';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'atlas-summary-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {unknown[]} testResults */
const write = (name, testResults) => writeFileSync(join(folder, name), JSON.stringify({ testResults }));

test('adds up the tests of all packages', () => {
  write('a.json', [{ status: 'passed', name: 'a', assertionResults: [{ status: 'passed', fullName: 'one' }] }]);
  write('b.json', [
    {
      status: 'failed',
      name: 'b',
      assertionResults: [
        { status: 'failed', fullName: 'two' },
        { status: 'skipped', fullName: 'three' },
      ],
    },
  ]);
  expect(collectReports(folder)).toEqual({ passed: 1, failed: ['two'], skipped: ['three'] });
});

test('a suite that could not be loaded is a failure', () => {
  write('a.json', [{ status: 'failed', name: 'broken.spec.ts', message: 'SyntaxError', assertionResults: [] }]);
  expect(collectReports(folder).failed).toEqual(['broken.spec.ts']);
});

test('the closing line stands alone at the end', () => {
  const checks = [
    { name: 'lint', passed: true },
    { name: 'types', passed: false },
  ];
  const { text, failed } = closingLine({ checks, tests: { passed: 3, failed: [], skipped: ['x'] }, skipsFail: false });
  expect(text.trimEnd().split('\n').at(-1)).toBe('4 passed, 1 failed, 1 skipped');
  expect(failed).toBe(1);
});

test('a skip is a failure where everything must run', () => {
  const outcome = closingLine({ checks: [], tests: { passed: 3, failed: [], skipped: ['x'] }, skipsFail: true });
  expect(outcome.failed).toBe(1);
  expect(outcome.text.trimEnd().split('\n').at(-1)).toBe('3 passed, 1 failed');
});
