import { formatProblem, type JsonValue, type NotebookContract, roundResult, validateResult } from '@atlas/schemas';
import { element, escapeHtml } from '../display/html.js';
import { type Output } from '../display/sink.js';
import { toPlain } from '../plain.js';
import { listed } from '../study-error.js';
import { scrapOutput, type Visible } from './scrap-output.js';

/**
 * A result, rounded as its schema says and validated against it. One that does not match is recorded and shown with
 * its problems: the cell goes on, so that a long run loses nothing and meets all of its problems at once, and the
 * runner refuses the results.
 *
 * @throws ValueError for NaN, null and the like.
 */
export function resultOutput(contract: NotebookContract, name: string, data: unknown): Output {
  const plain = toPlain(data, `result "${name}"`);
  const rounded = roundResult(contract, name, plain);
  const problems = problemsOf(contract, name, rounded);
  const text = JSON.stringify(rounded);
  const short = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const visible = problems.length === 0 ? { text: `result ${name}: ${short}` } : complaint(name, problems, short);
  return scrapOutput('result', name, rounded, visible);
}

function problemsOf(contract: NotebookContract, name: string, rounded: JsonValue): string[] {
  if (Object.hasOwn(contract.properties, name)) return validateResult(contract, name, rounded).map(formatProblem);
  return [
    `it is not in the contract, which has ${listed(Object.keys(contract.properties))}: ` +
      'add it to "properties" of the notebook\'s schema, or mend the name',
  ];
}

function complaint(name: string, problems: readonly string[], value: string): Visible {
  const title = `result "${name}" does not match the notebook's contract, so a run will not publish it:`;
  const items = problems.map((problem) => element('li', {}, escapeHtml(problem))).join('');
  return {
    text: [title, ...problems.map((problem) => `  ${problem}`), `found: ${value}`].join('\n'),
    html: element('div', { role: 'alert' }, element('p', {}, escapeHtml(title)), element('ul', {}, items)),
  };
}
