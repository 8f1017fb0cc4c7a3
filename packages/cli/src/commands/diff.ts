import { type Command, flag, stringOption } from '../command.js';
import { UsageError } from '../exit-code.js';
import { compareSets, exitCodeOf } from '../reports/compare.js';
import { comparisonMarkdown } from '../reports/comparison-markdown.js';
import { findWorkspace, parseProfile } from '../workspace.js';

/** `atlas diff A B`: two result sets, with tolerances. */
export const diff: Command = {
  name: 'diff',
  summary: 'Compare two result sets, each value within the tolerance of its schema. Prints Markdown.',
  positionals: 'A B',
  options: {
    profile: { type: 'string', value: 'NAME', help: 'which results of a reports folder (default: default)' },
    json: { type: 'boolean', help: 'one JSON document on stdout' },
  },
  run: async (invocation) => {
    const [first, second] = invocation.positionals;
    if (!first || !second)
      throw new UsageError('two result sets are needed: atlas diff A B (files, or folders of results)');
    const profile = parseProfile(stringOption(invocation, 'profile'));
    const comparisons = compareSets(findWorkspace(), first, second, profile);
    process.stdout.write(
      flag(invocation, 'json') ? `${JSON.stringify(comparisons, null, 2)}\n` : comparisonMarkdown(comparisons),
    );
    return exitCodeOf(comparisons);
  },
};
