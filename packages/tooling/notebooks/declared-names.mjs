import ts from 'typescript';

/**
 * What a cell declares at its top level.
 * `variables` can be assigned by a later cell; `others` (functions, classes, types, imports) may be types too.
 * @typedef {{ variables: string[], others: string[], exported: Set<string> }} DeclaredNames
 */

/**
 * @param {ts.BindingName} name
 * @returns {string[]}
 */
function boundNames(name) {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}

/**
 * @param {ts.ImportDeclaration} statement
 * @returns {string[]}
 */
function importedNames({ importClause }) {
  if (importClause === undefined) return [];
  const { name, namedBindings } = importClause;
  const named =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? [namedBindings.name.text]
        : namedBindings.elements.map((element) => element.name.text);
  return [...(name === undefined ? [] : [name.text]), ...named];
}

/** @param {ts.Statement} statement */
function isExported(statement) {
  return (
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/**
 * @param {ts.Statement} statement
 * @returns {string[]}
 */
function otherNames(statement) {
  if (ts.isImportDeclaration(statement)) return importedNames(statement);
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  return named && statement.name !== undefined ? [statement.name.text] : [];
}

/**
 * The names that later cells can use.
 * @param {string} source
 * @returns {DeclaredNames}
 */
export function declaredNames(source) {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, false, ts.ScriptKind.TS);
  const variables = new Set();
  const others = new Set();
  const exported = new Set();
  for (const statement of file.statements) {
    const isVariable = ts.isVariableStatement(statement);
    const names = isVariable
      ? statement.declarationList.declarations.flatMap(({ name }) => boundNames(name))
      : otherNames(statement);
    for (const name of names) {
      (isVariable ? variables : others).add(name);
      if (isExported(statement)) exported.add(name);
    }
  }
  return { variables: [...variables], others: [...others], exported };
}
