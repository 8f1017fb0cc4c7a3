import type * as TypeScript from '@tslab/typescript-for-tslab';
import { sharedNames } from './cell-names.js';
import { topLevelVariables } from './top-level-names.js';

/** Parts of TypeScript's objects that its declarations leave out. */
type WithLocals = TypeScript.SourceFile & { readonly locals?: ReadonlyMap<TypeScript.__String, TypeScript.Symbol> };

/**
 * Makes a cell read and assign the names of earlier cells where they are kept.
 *
 * tslab does this too, later and on the JavaScript, and misses shorthand properties, writes property names that a
 * pattern takes apart as if they were variables, and calls functions with the object of all names as `this`. What is
 * rewritten here it leaves alone.
 *
 * @param declarations the file that declares the names of all earlier cells
 */
export function earlierNames(
  ts: typeof TypeScript,
  checker: TypeScript.TypeChecker,
  declarations: TypeScript.SourceFile,
): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return (context) => (file) => new Rewriter(ts, checker, declarations, context).rewrite(file);
}

class Rewriter {
  constructor(
    private readonly ts: typeof TypeScript,
    private readonly checker: TypeScript.TypeChecker,
    private readonly declarations: WithLocals,
    private readonly context: TypeScript.TransformationContext,
  ) {}

  rewrite(file: TypeScript.SourceFile): TypeScript.SourceFile {
    const { ts } = this;
    const variables = new Set(topLevelVariables(ts, file));
    const visit = (node: TypeScript.Node): TypeScript.Node =>
      ts.isExportDeclaration(node) ? this.withoutVariables(node, variables) : this.visit(node);
    return ts.visitEachChild(file, visit, this.context);
  }

  private readonly visit = (node: TypeScript.Node): TypeScript.Node => {
    const { ts } = this;
    if (this.hasNoValues(node)) return node;
    if (ts.isShorthandPropertyAssignment(node)) return this.shorthand(node);
    if (ts.isIdentifier(node)) return this.identifier(node);
    const visited = ts.visitEachChild(node, this.visit, this.context);
    if (ts.isCallExpression(node)) return this.call(node, visited as TypeScript.CallExpression);
    return visited;
  };

  /** Types, and declarations that leave nothing in the JavaScript. */
  private hasNoValues(node: TypeScript.Node): boolean {
    const { ts } = this;
    if (ts.isTypeNode(node)) return !ts.isExpressionWithTypeArguments(node);
    return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportEqualsDeclaration(node);
  }

  private identifier(node: TypeScript.Identifier): TypeScript.Node {
    const symbol = this.checker.getSymbolAtLocation(node);
    if (this.isEarlier(symbol)) return this.access(node);
    const isProperty = symbol?.declarations?.some((declaration) => declaration.getSourceFile() === this.declarations);
    // A property that an earlier cell's type declares is a mere name; a new node hides it from tslab.
    return isProperty === true ? this.ts.setTextRange(this.context.factory.createIdentifier(node.text), node) : node;
  }

  private isEarlier(symbol: TypeScript.Symbol | undefined): boolean {
    return symbol !== undefined && this.declarations.locals?.get(symbol.escapedName) === symbol;
  }

  private access(name: TypeScript.Identifier): TypeScript.Expression {
    const { factory } = this.context;
    const names = factory.createPropertyAccessExpression(
      factory.createIdentifier(sharedNames.object),
      sharedNames.names,
    );
    return this.ts.setTextRange(factory.createPropertyAccessExpression(names, name.text), name);
  }

  /** `{ name }` becomes `{ name: shared.name }`, in patterns that assign with their default value. */
  private shorthand(node: TypeScript.ShorthandPropertyAssignment): TypeScript.Node {
    const { factory } = this.context;
    const initial = node.objectAssignmentInitializer;
    if (!this.isEarlier(this.checker.getShorthandAssignmentValueSymbol(node)))
      return this.ts.visitEachChild(node, (child) => (child === node.name ? child : this.visit(child)), this.context);
    const access = this.access(node.name);
    const value = initial ? factory.createAssignment(access, this.visit(initial) as TypeScript.Expression) : access;
    const name = factory.createIdentifier(node.name.text);
    return this.ts.setTextRange(factory.createPropertyAssignment(name, value), node);
  }

  /** A function is called without `this`, as it would be in its own cell: `(0, shared.name)()`. */
  private call(node: TypeScript.CallExpression, visited: TypeScript.CallExpression): TypeScript.Expression {
    const { ts } = this;
    const { factory } = this.context;
    const callee = bare(ts, node.expression);
    if (!ts.isIdentifier(callee) || !this.isEarlier(this.checker.getSymbolAtLocation(callee))) return visited;
    const access = factory.createParenthesizedExpression(
      factory.createComma(factory.createNumericLiteral(0), this.access(callee)),
    );
    // Errors name the place behind the last parenthesis; it is to be that of the function's name.
    const start = callee.getStart();
    ts.setSourceMapRange(access, { pos: start, end: start });
    return ts.isCallChain(visited)
      ? factory.updateCallChain(visited, access, visited.questionDotToken, visited.typeArguments, visited.arguments)
      : factory.updateCallExpression(visited, access, visited.typeArguments, visited.arguments);
  }

  /** Variables are linked instead of exported (see {@link CellNames}). */
  private withoutVariables(
    node: TypeScript.ExportDeclaration,
    variables: ReadonlySet<string>,
  ): TypeScript.ExportDeclaration {
    const { factory } = this.context;
    const { exportClause } = node;
    if (node.moduleSpecifier || !exportClause || !this.ts.isNamedExports(exportClause)) return node;
    const kept = exportClause.elements.filter(({ name, propertyName }) => propertyName || !variables.has(name.text));
    return factory.updateExportDeclaration(
      node,
      node.modifiers,
      node.isTypeOnly,
      factory.updateNamedExports(exportClause, kept),
      undefined,
      node.assertClause,
    );
  }
}

/** The expression inside parentheses and type assertions, which the JavaScript loses. */
function bare(ts: typeof TypeScript, expression: TypeScript.Expression): TypeScript.Expression {
  let inner = expression;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}
