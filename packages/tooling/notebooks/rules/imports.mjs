import ts from 'typescript';
import { placeOf } from '../typecheck.mjs';

/** @typedef {import('../cell-modules.mjs').CellModule} CellModule */
/** @typedef {import('../problem.mjs').Problem} Problem */

/** What a cell may import: a package, or one of its declared parts; nothing by path or address. */
function objection(/** @type {string} */ specifier) {
  if (/^[./\\]|^file:|^[a-z]:[/\\]/i.test(specifier)) {
    return `imports "${specifier}" by path: import a package by its name; code of its own belongs into a package`;
  }
  if (/^(https?|data|blob):/.test(specifier))
    return `imports "${specifier}" by address: install the package and pin it`;
  if (/^@atlas\/[^/]+\/./.test(specifier))
    return `imports "${specifier}" from inside a package: import the package itself`;
  return undefined;
}

/**
 * The module that an import, a require or a dynamic import names.
 * @param {ts.Node} node
 * @returns {ts.Expression | undefined}
 */
function specifierOf(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression, arguments: given } = node;
  const loads =
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
  return loads ? given[0] : undefined;
}

/**
 * Cells import packages by name: a path works on one machine only, and hides code from tests.
 * @param {CellModule} module
 * @param {ts.SourceFile} file
 * @returns {Problem[]}
 */
export function imports(module, file) {
  /** @type {Problem[]} */
  const problems = [];
  const visit = (/** @type {ts.Node} */ node) => {
    // Behind the cell stand the links to other cells.
    if (node.getStart(file) >= module.cell.source.length && node !== file) return;
    const specifier = specifierOf(node);
    const message =
      specifier !== undefined && ts.isStringLiteralLike(specifier) ? objection(specifier.text) : undefined;
    if (specifier !== undefined && message !== undefined) {
      problems.push({ ...placeOf(module, file, specifier.getStart(file)), rule: 'imports', message });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return problems;
}
