import { checkNotebooks, findNotebooks, formatProblem, UnknownNotebook } from './index.mjs';

const usage = 'usage: main.mjs typecheck|lint [notebook...] [--json]\n';

/**
 * The command line: `typecheck|lint [notebook...] [--json]`.
 * @param {string} root
 * @param {readonly string[]} words
 * @param {{ out: (text: string) => void, err: (text: string) => void }} print
 * @returns {number} exit code: 0 all is well, 1 problems were found, 2 wrong usage
 */
export function command(root, words, { out, err }) {
  const json = words.includes('--json');
  const [check, ...notebooks] = words.filter((word) => word !== '--json');
  if (check !== 'typecheck' && check !== 'lint') {
    err(usage);
    return 2;
  }
  try {
    const count = findNotebooks(root, notebooks).length;
    const problems = checkNotebooks(root, { checks: [check], notebooks });
    if (json) out(`${JSON.stringify(problems, null, 2)}\n`);
    else err(problems.map((problem) => `${formatProblem(problem)}\n`).join(''));
    if (!json) out(`notebooks: ${check}, ${count} checked, ${problems.length} problems\n`);
    return problems.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UnknownNotebook)) throw error;
    err(`${error.message}\n`);
    return 2;
  }
}
