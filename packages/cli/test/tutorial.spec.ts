import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanCopy } from './tutorial/clean-copy.js';
import { insertAbove, type Step, stepsOf } from './tutorial/steps.js';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(join(workspace, 'packages/cli/docs/add-a-mechanism.md'), 'utf8');
const steps = stepsOf(page);

let root = '';
beforeAll(() => {
  root = cleanCopy(workspace);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The report of the tests around this one is not that of the tests that the tutorial runs. */
const env = { ...process.env, ATLAS_TEST_REPORT: '' };

const titleOf = (step: Step): string => (step.kind === 'run' ? step.command : `${step.kind} ${step.file}`);

/** What each command must print for the reader to see what the tutorial promises. */
const promised: readonly (readonly [command: string, output: RegExp])[] = [
  ['npx vitest', /Tests\s+[3-9] passed/],
  ['npx --no-install atlas new', /notebooks\/90-contrast-gate\.ipynb/],
  ['npx --no-install atlas bench', /published\/contrast-gate/],
  ['npx --no-install atlas report', /index\.html/],
];

describe('the tutorial, step by step in a clean copy', () => {
  test.each(steps.map((step, index) => [`${index + 1}. ${titleOf(step)}`, step] as const))('%s', (_title, step) => {
    if (step.kind === 'run') {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', step.command], { cwd: root, env, encoding: 'utf8' });
      expect(status, stdout + stderr).toBe(0);
      const found = promised.find(([command]) => step.command.startsWith(command));
      if (found) expect(stripVTControlCharacters(stdout)).toMatch(found[1]);
      return;
    }
    const file = join(root, step.file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      step.kind === 'create' ? step.text : insertAbove(readFileSync(file, 'utf8'), step.above, step.text),
    );
  });

  test('leaves a study with a claim that holds, and a page in the report', () => {
    const result = readFileSync(join(root, 'reports/results/smoke/90-contrast-gate.json'), 'utf8');
    const { claims } = JSON.parse(result) as { claims: Record<string, { decision: { verdict: string } }> };
    expect(claims['g-matters']?.decision.verdict).toBe('holds');
    const pages = readdirSync(join(root, 'reports/site'), { recursive: true }).map(String);
    expect(pages.some((name) => name.endsWith('.html') && name.includes('90-contrast-gate'))).toBe(true);
    const own = readFileSync(join(root, 'reports/site/mechanisms/contrast-gate.html'), 'utf8');
    expect(own).toMatch(/Parameters[^]*512[^]*Multiply-accumulates/);
  });
});

test('every promise is about a command of the page', () => {
  const commands = steps.flatMap((step) => (step.kind === 'run' ? [step.command] : []));
  for (const [start] of promised)
    expect(
      commands.some((command) => command.startsWith(start)),
      start,
    ).toBe(true);
});

test('a block of code that is never tried is an error', () => {
  expect(() => stepsOf('```sh\nrm -r important\n```\n')).toThrow('1 of 1 blocks');
  expect(() => insertAbove('a\nb\n', 'c', 'd\n')).toThrow('found 0');
  expect(insertAbove('a\nb\n', 'b', 'c\n')).toBe('a\nc\nb\n');
});
