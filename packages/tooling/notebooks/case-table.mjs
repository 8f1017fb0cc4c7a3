import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeRoot, writeNotebook } from './fixture.mjs';
import { checkNotebooks, formatProblem } from './index.mjs';

/**
 * A made notebook and what a check says about it: its name and cells; the problems, each as `cell line:column rule`
 * without what is unknown; a part of the first message; a contract in place of the usual one.
 * @typedef {[name: string, cells: import('./fixture.mjs').MadeCell[], problems: string[], message?: string, contract?: unknown]} Case
 */

/** @param {import('./problem.mjs').Problem} problem */
const brief = ({ cell, line, column, rule }) =>
  [cell ?? '', ...(line === undefined ? [] : [`${line}:${column}`]), rule].join(' ');

/**
 * Checks all cases at once, as a workspace is checked, and makes one test of each.
 * @param {readonly Case[]} cases
 * @param {'typecheck' | 'lint'} check
 */
export function testCases(cases, check) {
  /** @type {string} */ let root;
  /** @type {import('./problem.mjs').Problem[]} */ let problems;
  beforeAll(() => {
    root = makeRoot();
    for (const [name, cells, , , schema] of cases) writeNotebook(root, name, cells, schema);
    problems = checkNotebooks(root, { checks: [check] });
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  for (const [name, , expected, message] of cases) {
    it(name, () => {
      const found = problems.filter(({ notebook }) => notebook === `notebooks/${name}.ipynb`);
      expect(found.map(brief), found.map(formatProblem).join('\n')).toEqual(expected);
      if (message !== undefined) expect(found[0]?.message).toContain(message);
    });
  }
}
