import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseNotebook, parseResultFile } from '@atlas/schemas';
import { type Command, stringOption } from '../command.js';
import { exitCode } from '../exit-code.js';
import { compareSets, exitCodeOf } from '../reports/compare.js';
import { comparisonMarkdown } from '../reports/comparison-markdown.js';
import { readJson } from '../reports/read-json.js';
import { firstDifference } from '../verify/first-difference.js';
import { runIn, surroundings } from '../verify/surroundings.js';
import { findWorkspace, notebookNames, parseProfile, resolveNotebook } from '../workspace.js';

async function twice(root: string, name: string, profile: string, folder: string): Promise<boolean> {
  const texts: string[] = [];
  for (const surrounding of surroundings) {
    const out = join(folder, surrounding.name);
    process.stderr.write(`${name}: running ${surrounding.description} …\n`);
    const code = await runIn(surrounding, root, name, profile, out);
    if (code !== exitCode.done) {
      process.stdout.write(`${name}: the run ${surrounding.description} ended with exit code ${code}\n`);
      return false;
    }
    texts.push(readFileSync(join(out, 'results', profile, `${name}.json`), 'utf8'));
  }
  const [first = '', second = ''] = texts;
  if (first === second) {
    process.stdout.write(`${name}: byte-identical in both runs\n`);
    return true;
  }
  const file = join(root, 'notebooks', `${name}.ipynb`);
  const cells = parseNotebook(readJson(file), file).cells.map(({ id }) => id ?? '');
  const found = firstDifference(
    parseResultFile(JSON.parse(first), 'first run'),
    parseResultFile(JSON.parse(second), 'second run'),
    cells,
  );
  process.stdout.write(
    `${name}: the runs differ, first at ${found.pointer} (cell ${found.cell ?? 'unknown'}): ${found.first} and ${found.second}\n`,
  );
  return false;
}

function against(root: string, published: string, profile: string): number {
  const comparisons = compareSets(root, published, join(root, 'reports'), profile);
  process.stdout.write(comparisonMarkdown(comparisons));
  return exitCodeOf(comparisons);
}

/** `atlas verify`: the proof that a notebook repeats. */
export const verify: Command = {
  name: 'verify',
  summary:
    'Run notebooks twice in different surroundings and show the first difference; or compare with published results.',
  positionals: '[notebook...]',
  options: {
    profile: { type: 'string', value: 'NAME', help: 'smoke, default or full (default: default)' },
    against: { type: 'string', value: 'DIR', help: 'compare the results here with those in DIR instead of running' },
  },
  run: async (invocation) => {
    const root = findWorkspace();
    const profile = parseProfile(stringOption(invocation, 'profile'));
    const published = stringOption(invocation, 'against');
    if (published !== undefined) return against(root, resolve(published), profile);
    const { positionals } = invocation;
    const names =
      positionals.length > 0
        ? positionals.map((given) => basename(resolveNotebook(root, given), '.ipynb'))
        : notebookNames(root);
    const folder = mkdtempSync(join(tmpdir(), 'atlas-verify-'));
    try {
      let equal = true;
      for (const name of names) equal = (await twice(root, name, profile, folder)) && equal;
      return equal ? exitCode.done : exitCode.differences;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
