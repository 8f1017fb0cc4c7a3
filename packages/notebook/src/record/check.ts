import { type NotebookContract } from '@atlas/schemas';
import { element, escapeHtml } from '../display/html.js';
import { type Output } from '../display/sink.js';
import { listed, StudyError } from '../study-error.js';
import { scrapOutput } from './scrap-output.js';

/** Thrown by a check that did not pass, so that its cell fails. */
export class CheckError extends Error {
  override readonly name = 'CheckError';
}

/**
 * An identity and whether it was true.
 *
 * @throws StudyError if the contract has no such check, or `passed` is not a boolean.
 */
export function checkOutput(contract: NotebookContract, id: string, passed: boolean, detail: string): Output {
  const declaration = contract.atlas.checks[id];
  if (declaration === undefined) {
    throw new StudyError(
      `check "${id}" is not in the contract, which has ${listed(Object.keys(contract.atlas.checks))}: ` +
        'declare its sentence under "checks", or mend the name',
    );
  }
  // A cell is not strict TypeScript: a forgotten await would make every check pass.
  if (typeof (passed as unknown) !== 'boolean') {
    throw new StudyError(
      `check "${id}" needs true or false, found ${typeof passed}: compare first, and await promises`,
    );
  }
  const line = `${passed ? '✓' : '✗'} ${declaration.sentence}${detail === '' ? '' : ` (${detail})`}`;
  const html = element(
    'p',
    { class: 'atlas-check', 'data-check': id, 'data-passed': String(passed) },
    escapeHtml(line),
  );
  return scrapOutput('check', id, { passed, detail }, { text: line, html });
}
