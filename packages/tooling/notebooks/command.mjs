import { checkNotebooks, findNotebooks, formatProblem, UnknownNotebook } from './index.mjs';
import { strip } from './strip-command.mjs';

const usage = `usage: main.mjs typecheck|lint [notebook...] [--json]
       main.mjs strip [notebook...] | --install-filter | --remove-filter
`;

/** @typedef {{ out: (text: string) => void, err: (text: string) => void }} Streams */

/**
 * @param {string} root
 * @param {'typecheck' | 'lint'} check
 * @param {readonly string[]} words
 * @param {Streams} streams
 */
function runCheck(root, check, words, { out, err }) {
  const json = words.includes('--json');
  const notebooks = words.filter((word) => word !== '--json');
  const count = findNotebooks(root, notebooks).length;
  const problems = checkNotebooks(root, { checks: [check], notebooks });
  if (json) out(`${JSON.stringify(problems, null, 2)}\n`);
  else err(problems.map((problem) => `${formatProblem(problem)}\n`).join(''));
  if (!json) out(`notebooks: ${check}, ${count} checked, ${problems.length} problems\n`);
  return problems.length > 0 ? 1 : 0;
}

/**
 * The command line of this folder.
 * @param {string} root
 * @param {readonly string[]} words
 * @param {Streams} streams
 * @returns {number} exit code: 0 all is well, 1 problems were found, 2 wrong usage
 */
export function command(root, words, streams) {
  const [first, ...rest] = words;
  try {
    if (first === 'typecheck' || first === 'lint') return runCheck(root, first, rest, streams);
    if (first === 'strip') {
      strip(root, rest, streams);
      return 0;
    }
    streams.err(usage);
    return 2;
  } catch (error) {
    if (!(error instanceof UnknownNotebook)) throw error;
    streams.err(`${error.message}\n`);
    return 2;
  }
}
