import type * as TypeScript from '@tslab/typescript-for-tslab';

/**
 * The declarations that stay in force after a cell has failed half-way: all types and imports, and the variables,
 * functions and classes that have a value.
 */
export function survivingDeclarations(
  ts: typeof TypeScript,
  declarations: string,
  hasValue: (name: string) => boolean,
): string {
  const file = ts.createSourceFile('declarations.d.ts', declarations, ts.ScriptTarget.Latest, true);
  const kept = file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return survivingVariables(ts, statement, hasValue);
    const named =
      ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement);
    const name = named ? statement.name?.text : undefined;
    return name === undefined || hasValue(name) ? [statement.getText()] : [];
  });
  return kept.map((text) => `${text}\n`).join('');
}

function survivingVariables(
  ts: typeof TypeScript,
  { declarationList }: TypeScript.VariableStatement,
  hasValue: (name: string) => boolean,
): string[] {
  const keyword = (declarationList.flags & ts.NodeFlags.Const) !== 0 ? 'const' : 'let';
  return declarationList.declarations
    .filter(({ name }) => ts.isIdentifier(name) && hasValue(name.text))
    .map((declaration) => `declare ${keyword} ${declaration.getText()};`);
}

/**
 * The declarations after a cell, with the namespaces of earlier cells that it has not declared anew. tslab keeps
 * everything else, but forgets namespaces with the next cell.
 *
 * @param declared the names that the cell declares
 */
export function withNamespaces(
  ts: typeof TypeScript,
  before: string,
  after: string,
  declared: readonly string[],
): string {
  if (!/\b(?:namespace|module|global)\b/.test(before)) return after;
  const file = ts.createSourceFile('declarations.d.ts', before, ts.ScriptTarget.Latest, true);
  const kept = file.statements.filter(ts.isModuleDeclaration).filter(({ name }) => !declared.includes(name.text));
  return after + kept.map((statement) => `${statement.getText()}\n`).join('');
}
