import type * as TypeScript from '@tslab/typescript-for-tslab';

/**
 * The code of a cell without `export` before declarations and without lists of exports. All names of a cell are shared
 * with later cells anyway, and tslab would export them twice. Blanks take the place of what goes, so that everything
 * else stays where it is.
 */
export function withoutExports(ts: typeof TypeScript, code: string): string {
  if (!/\bexport\b/.test(code)) return code;
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true);
  return file.statements.flatMap((statement) => removable(ts, statement)).reduce(blank, code);
}

function removable(ts: typeof TypeScript, statement: TypeScript.Statement): TypeScript.Node[] {
  if (ts.isExportDeclaration(statement)) {
    const { moduleSpecifier, exportClause } = statement;
    const isList = moduleSpecifier === undefined && exportClause !== undefined && ts.isNamedExports(exportClause);
    return isList && exportClause.elements.every(({ propertyName }) => propertyName === undefined) ? [statement] : [];
  }
  if (!ts.canHaveModifiers(statement)) return [];
  const modifiers = ts.getModifiers(statement) ?? [];
  const isDefault = modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  // Without `export default`, a declaration without a name would not be one.
  if (isDefault && (statement as TypeScript.FunctionDeclaration | TypeScript.ClassDeclaration).name === undefined)
    return [];
  return modifiers.filter(({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword);
}

function blank(code: string, node: TypeScript.Node): string {
  const [start, end] = [node.getStart(), node.getEnd()];
  return code.slice(0, start) + code.slice(start, end).replace(/[^\r\n]/g, ' ') + code.slice(end);
}
