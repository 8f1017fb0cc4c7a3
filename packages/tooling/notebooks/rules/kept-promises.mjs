import ts from 'typescript';
import { placeOf } from '../typecheck.mjs';

/** @typedef {import('../cell-modules.mjs').CellModule} CellModule */
/** @typedef {import('../problem.mjs').Problem} Problem */

/**
 * A promise, or an array of them.
 * @param {ts.Type} type
 * @param {ts.TypeChecker} checker
 * @returns {boolean}
 */
function isPromise(type, checker) {
  if (type.getSymbol()?.name === 'Promise') return true;
  if (!checker.isArrayType(type)) return false;
  const [item] = checker.getTypeArguments(/** @type {ts.TypeReference} */ (type));
  return item !== undefined && isPromise(item, checker);
}

/**
 * True if the cell mentions the name again.
 * @param {ts.Identifier} name
 * @param {ts.SourceFile} file
 * @param {number} end
 */
function isMentioned(name, file, end) {
  /** @type {(node: ts.Node) => boolean} */
  const visit = (node) => {
    if (node.pos >= end) return false;
    if (ts.isIdentifier(node) && node !== name && node.text === name.text) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(file);
}

/**
 * A promise that a cell starts, keeps in a variable and never touches again: its work runs into the next cells.
 * @param {CellModule} module
 * @param {ts.SourceFile} file
 * @param {ts.TypeChecker} checker
 * @returns {Problem[]}
 */
export function keptPromises(module, file, checker) {
  const end = module.cell.source.length;
  const declarations = file.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) && statement.getStart(file) < end ? statement.declarationList.declarations : [],
  );
  return declarations.flatMap(({ name, initializer }) => {
    if (initializer === undefined || !ts.isIdentifier(name)) return [];
    if (!isPromise(checker.getTypeAtLocation(name), checker) || isMentioned(name, file, end)) return [];
    const message = `"${name.text}" holds a promise that this cell does not await: write "await" where it is made`;
    return [{ ...placeOf(module, file, name.getStart(file)), rule: 'promises', message }];
  });
}
