import type * as TypeScript from '@tslab/typescript-for-tslab';
import type { Diagnostic } from 'tslab/dist/converter.js';

/** The awaits of a cell: outside of any function, and in functions that are not async. */
export interface Awaits {
  readonly atTopLevel: boolean;
  /** Where the first `await` stands that no JavaScript engine accepts. */
  readonly misplaced: { readonly start: number; readonly end: number } | undefined;
}

/**
 * Finds the awaits of a cell. tslab finds those at the top level by an error of the compiler, which is not reported for
 * `await (…)`, `await […]` and `for await`: such cells would run in a function that is not async. And it takes the same
 * error in a method that is not async for one at the top level.
 */
export function awaitsOf(ts: typeof TypeScript, code: string): Awaits {
  const awaits: { atTopLevel: boolean; misplaced: Awaits['misplaced'] } = { atTopLevel: false, misplaced: undefined };
  if (!/\bawait\b/.test(code)) return awaits;
  const prefix = 'export {};';
  const file = ts.createSourceFile('cell.ts', `${prefix}${code}`, ts.ScriptTarget.Latest, true);
  const visit = (node: TypeScript.Node, allowed: 'top level' | 'async' | 'no'): void => {
    if (isAwait(ts, node)) {
      if (allowed === 'top level') awaits.atTopLevel = true;
      else if (allowed === 'no')
        awaits.misplaced ??= { start: node.getStart() - prefix.length, end: node.getEnd() - prefix.length };
    }
    ts.forEachChild(node, (child) => visit(child, inside(ts, node, child) ?? allowed));
  };
  visit(file, 'top level');
  return awaits;
}

function isAwait(ts: typeof TypeScript, node: TypeScript.Node): boolean {
  return ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);
}

/** What a node decides about awaits in its child; undefined where it decides nothing. */
function inside(ts: typeof TypeScript, node: TypeScript.Node, child: TypeScript.Node): 'async' | 'no' | undefined {
  // The names of members are computed where the class or object is made; decorators run there too.
  if (ts.isComputedPropertyName(child) || ts.isDecorator(child)) return undefined;
  if (ts.isFunctionLike(node)) {
    const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
    return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ? 'async' : 'no';
  }
  return ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node) ? 'no' : undefined;
}

/** What the compiler says of an `await` where none may stand. */
export function misplacedAwait(code: string, { start, end }: { start: number; end: number }): Diagnostic {
  const place = (offset: number): Diagnostic['start'] => {
    const before = code.slice(0, offset).split('\n');
    return { offset, line: before.length - 1, character: before.at(-1)!.length };
  };
  return {
    start: place(start),
    end: place(end),
    messageText: "'await' expressions are only allowed within async functions and at the top levels of modules.",
    category: 1,
    code: 1308,
  };
}
