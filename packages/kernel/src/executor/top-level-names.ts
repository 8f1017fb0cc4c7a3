import type * as TypeScript from '@tslab/typescript-for-tslab';

type Ts = typeof TypeScript;

/** Names of the variables (`let` and `var`, destructured ones too) that a file declares outside of any block. */
export function topLevelVariables(ts: Ts, file: TypeScript.SourceFile): string[] {
  return file.statements.filter(ts.isVariableStatement).flatMap((statement) => {
    const isAmbient = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
    const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    return isAmbient || isConstant ? [] : variablesOf(ts, statement);
  });
}

/** Names of all values that a file declares or imports outside of any block. */
export function topLevelNames(ts: Ts, file: TypeScript.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return variablesOf(ts, statement);
    if (ts.isImportDeclaration(statement)) return importsOf(ts, statement);
    const isNamed =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) ||
      ts.isModuleDeclaration(statement);
    return isNamed && statement.name ? [statement.name.text] : [];
  });
}

function variablesOf(ts: Ts, { declarationList }: TypeScript.VariableStatement): string[] {
  return declarationList.declarations.flatMap(({ name }) => namesIn(ts, name));
}

function namesIn(ts: Ts, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(ts, element.name)));
}

function importsOf(ts: Ts, { importClause }: TypeScript.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements;
  return [importClause, ...named].flatMap((entry) => entry?.name?.text ?? []);
}
