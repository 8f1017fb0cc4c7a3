import type * as TypeScript from '@tslab/typescript-for-tslab';

/**
 * Whether a cell awaits outside of any function. tslab finds it by an error of the compiler, which is not reported for
 * `await (…)`, `await […]` and `for await`; such cells would then run in a function that is not async.
 */
export function awaitsAtTopLevel(ts: typeof TypeScript, code: string): boolean {
  if (!/\bawait\b/.test(code)) return false;
  const file = ts.createSourceFile('cell.ts', `export {};${code}`, ts.ScriptTarget.Latest, true);
  const awaits = (node: TypeScript.Node): boolean => {
    if (ts.isAwaitExpression(node)) return true;
    if (ts.isForOfStatement(node) && node.awaitModifier) return true;
    if (ts.isFunctionLike(node) || ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node))
      return false;
    return ts.forEachChild(node, awaits) ?? false;
  };
  return awaits(file);
}
