import ts from 'typescript';

/**
 * What the cells of a notebook use of a package: the names of its exports, or `everything` where that cannot be told.
 * @typedef {{ names: Set<string>, everything: boolean }} Use
 */

/**
 * The workspace's packages that the cells import, and what they use of each. A package that is imported whole
 * (`import * as attention`) is used by the names that follow it (`attention.softmax`); where it is handed on as a value,
 * everything is used.
 * @param {string[]} cells the code cells in their order
 * @returns {Map<string, Use>} by the package's name
 */
export function usedExports(cells) {
  /** @type {Map<string, Use>} */
  const uses = new Map();
  /** Packages by the name that cells give them. @type {Map<string, string>} */
  const whole = new Map();
  const of = (/** @type {string} */ name) => {
    const use = uses.get(name) ?? { names: new Set(), everything: false };
    uses.set(name, use);
    return use;
  };
  const files = cells.map((cell) => ts.createSourceFile('cell.ts', cell, ts.ScriptTarget.Latest, true));
  for (const file of files) {
    for (const [, name] of file.text.matchAll(/\b(?:import|require)\(\s*['"`](@atlas\/[^'"`/]+)/g))
      of(name).everything = true;
    for (const statement of file.statements.filter(ts.isImportDeclaration)) {
      const name = /** @type {ts.StringLiteral} */ (statement.moduleSpecifier).text;
      if (!name.startsWith('@atlas/') || statement.importClause?.isTypeOnly) continue;
      readImport(statement, of(name), (alias) => whole.set(alias, name));
    }
  }
  for (const file of files) {
    const visit = (/** @type {ts.Node} */ node) => {
      const name = ts.isIdentifier(node) ? whole.get(node.text) : undefined;
      if (name !== undefined) readUse(/** @type {ts.Identifier} */ (node), of(name));
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return uses;
}

/** @param {ts.ImportDeclaration} statement @param {Use} use @param {(alias: string) => void} addWhole */
function readImport({ importClause }, use, addWhole) {
  if (importClause === undefined) use.everything = true;
  if (importClause?.name) use.names.add('default');
  const bindings = importClause?.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) return addWhole(bindings.name.text);
  for (const { isTypeOnly, name, propertyName } of bindings.elements)
    if (!isTypeOnly) use.names.add((propertyName ?? name).text);
}

/** @param {ts.Identifier} node the name of a package that was imported whole @param {Use} use */
function readUse(node, use) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) use.names.add(parent.name.text);
  else if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isObjectBindingPattern(parent.name))
    readPattern(parent.name, use);
  else if (!isMereName(node, parent)) use.everything = true;
}

/** @param {ts.ObjectBindingPattern} pattern @param {Use} use */
function readPattern({ elements }, use) {
  for (const { dotDotDotToken, name, propertyName } of elements) {
    const key = propertyName ?? name;
    if (dotDotDotToken === undefined && ts.isIdentifier(key)) use.names.add(key.text);
    else use.everything = true;
  }
}

/** Names of properties and parts of types are not the package. @param {ts.Identifier} node @param {ts.Node} parent */
function isMereName(node, parent) {
  if (ts.isNamespaceImport(parent) || ts.isQualifiedName(parent) || ts.isTypeNode(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
}
