import { parse } from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';

/** @typedef {import('../cell-modules.mjs').CellModule} CellModule */
/** @typedef {import('../problem.mjs').Problem} Problem */

const timer = '/^set(Timeout|Interval|Immediate)$/';
const timerMessage =
  'a timer that nothing waits for prints into a later cell: await it, as in "await new Promise((done) => setTimeout(done, 10))".';

/** @type {import('eslint').Linter.RulesRecord} */
const rules = {
  '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false, checkThenables: true }],
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/await-thenable': 'error',
  'no-restricted-syntax': [
    'error',
    {
      selector: `ExpressionStatement:not(NewExpression *) > CallExpression[callee.name=${timer}]`,
      message: timerMessage,
    },
    {
      selector: 'ExpressionStatement > CallExpression[callee.property.name=/^(then|catch|finally)$/]',
      message: 'a handler runs after its cell: write "await" before the promise.',
    },
  ],
};

/**
 * Work that nothing awaits: its output lands in a later cell, its errors nowhere, and the notebook is not repeatable.
 * @param {CellModule} module
 * @param {{ program: import('typescript').Program, fileOf: (module: CellModule) => import('typescript').SourceFile }} compiled
 * @returns {Problem[]}
 */
export function promises(module, { program, fileOf }) {
  const { notebook, cell, text } = module;
  const { fileName } = fileOf(module);
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser, parserOptions: { programs: [program] } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    // What a cell says to ESLint is for an editor: this check has no exceptions.
    linterOptions: { noInlineConfig: true },
    rules,
  };
  const linter = new Linter({ configType: 'flat', cwd: parse(fileName).root });
  const found = linter.verify(text, [config], fileName).filter(({ fatal }) => fatal !== true);
  return found
    .filter((one, index) => found.findIndex(({ line, column }) => line === one.line && column === one.column) === index)
    .map(({ line, column, message }) => ({
      notebook: notebook.file,
      cell: cell.number,
      id: cell.id,
      line,
      column,
      rule: 'promises',
      message,
    }));
}
