import { validateParameters } from '@atlas/schemas';
import ts from 'typescript';
import { literalValue } from '../literals.mjs';
import { placeOf } from '../typecheck.mjs';

/** @typedef {import('../cell-modules.mjs').CellModule} CellModule */
/** @typedef {import('../problem.mjs').Problem} Problem */
/** @typedef {import('@atlas/schemas').JsonObject} JsonObject */

/**
 * The values of a parameters cell. A run replaces them, and what was computed from them would keep the old value.
 * @param {CellModule} module
 * @param {ts.SourceFile} file
 * @param {JsonObject} values filled in
 * @returns {Problem[]}
 */
function literalsOnly(module, file, values) {
  const own = file.statements.filter((statement) => statement.getStart(file) < module.cell.source.length);
  return own.flatMap((statement) => {
    const declarations = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
    const computed = declarations.filter(({ name, initializer }) => {
      const literal = initializer === undefined ? undefined : literalValue(initializer);
      if (literal !== undefined && ts.isIdentifier(name)) values[name.text] = literal.value;
      return literal === undefined || !ts.isIdentifier(name);
    });
    if (declarations.length > 0 && computed.length === 0) return [];
    const place = placeOf(module, file, (computed[0] ?? statement).getStart(file));
    const message = 'a parameters cell holds only constants with literal values: move all else to a later cell';
    return [{ ...place, rule: 'parameters', message }];
  });
}

/**
 * @param {CellModule} module
 * @param {JsonObject} values
 * @returns {Problem[]} differences to the contract's parameters
 */
function againstContract({ notebook, cell }, values) {
  if (notebook.contract === undefined) return [];
  return validateParameters(notebook.contract, values).map(({ pointer, message }) => ({
    notebook: notebook.file,
    cell: cell.number,
    id: cell.id,
    rule: 'parameters',
    message: `does not fit the contract's parameters: ${pointer.replace('/parameters', '')} ${message}`,
  }));
}

/**
 * There is one cell tagged `parameters`, it holds literals only, and they are what the contract describes.
 * @param {readonly CellModule[]} modules of one notebook
 * @param {(module: CellModule) => ts.SourceFile} fileOf
 * @returns {Problem[]}
 */
export function parameters(modules, fileOf) {
  const [first, ...more] = modules.filter(({ cell }) => cell.tags.includes('parameters'));
  const [any] = modules;
  if (first === undefined) {
    const described = Object.keys(any?.notebook.contract?.atlas.parameters.properties ?? {});
    if (any === undefined || described.length === 0) return [];
    const message = `has no cell tagged "parameters" for ${described.join(', ')}: tag the cell that sets them`;
    return [{ notebook: any.notebook.file, rule: 'parameters', message }];
  }
  const repeated = more.map(({ notebook, cell }) => ({
    notebook: notebook.file,
    cell: cell.number,
    id: cell.id,
    rule: 'parameters',
    message: `is a second cell tagged "parameters"; only the first, cell ${first.cell.number}, counts`,
  }));
  /** @type {JsonObject} */
  const values = {};
  const computed = literalsOnly(first, fileOf(first), values);
  return [...computed, ...(computed.length > 0 ? [] : againstContract(first, values)), ...repeated];
}
