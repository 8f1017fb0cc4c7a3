import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ passed: number, failed: string[], skipped: string[] }} Tests
 * @typedef {{ name: string, passed: boolean }} Check
 */

/**
 * Adds up the reports that vitest wrote, one a package.
 * @param {string} folder
 * @returns {Tests}
 */
export function collectReports(folder) {
  const tests = { passed: 0, failed: [], skipped: [] };
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    const { testResults } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    for (const suite of testResults) {
      // A suite that could not even be loaded has no tests but a message.
      if (suite.assertionResults.length === 0 && suite.status === 'failed') tests.failed.push(suite.name);
      for (const { status, fullName } of suite.assertionResults) {
        if (status === 'passed') tests.passed += 1;
        else (status === 'failed' ? tests.failed : tests.skipped).push(fullName);
      }
    }
  }
  return tests;
}

/**
 * @param {{ checks: Check[], tests: Tests, skipsFail: boolean }} outcome
 * @returns {{ text: string, failed: number }} the text ends in the line `N passed, N failed[, N skipped]`
 */
export function closingLine({ checks, tests, skipsFail }) {
  const lines = [];
  // Data that a machine may not have is the one reason that is accepted everywhere.
  const missing = tests.skipped.filter((name) => !name.includes('(needs ATLAS_DATA_MIRROR)'));
  for (const name of tests.failed) lines.push(`failed: ${name}`);
  for (const name of tests.skipped) lines.push(`skipped: ${name}`);
  for (const { name } of checks.filter((check) => !check.passed)) lines.push(`failed: ${name}`);
  if (skipsFail && missing.length > 0) lines.push('Skipped tests count as failures here (ATLAS_REQUIRE_ALL=1).');
  const failed =
    checks.filter((check) => !check.passed).length + tests.failed.length + (skipsFail ? missing.length : 0);
  const passed = checks.filter((check) => check.passed).length + tests.passed;
  const skipped = skipsFail || tests.skipped.length === 0 ? '' : `, ${tests.skipped.length} skipped`;
  return {
    text: `\n${lines.map((line) => `${line}\n`).join('')}${passed} passed, ${failed} failed${skipped}\n`,
    failed,
  };
}
