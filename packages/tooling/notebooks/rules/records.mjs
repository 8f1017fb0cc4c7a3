import ts from 'typescript';
import { placeOf } from '../typecheck.mjs';

/** @typedef {import('../cell-modules.mjs').CellModule} CellModule */
/** @typedef {import('../problem.mjs').Problem} Problem */
/** @typedef {'result' | 'claim' | 'check'} Kind */
/** @typedef {{ kind: Kind | 'study', names: string[] | undefined, place: ReturnType<typeof placeOf> }} Call */

const kinds = /** @type {const} */ (['result', 'claim', 'check']);

/**
 * The texts that an expression can have, as far as its type says: one for a literal, several for a union of literals.
 * @param {ts.Type} type
 * @returns {string[] | undefined} undefined where it can be any text
 */
function possibleTexts(type) {
  const parts = type.isUnion() ? type.types : [type];
  const texts = parts.map((part) => (part.isStringLiteral() ? part.value : undefined));
  return texts.some((text) => text === undefined) ? undefined : /** @type {string[]} */ (texts);
}

/**
 * Calls of a study's methods and of `study` itself.
 * @param {CellModule} module
 * @param {ts.SourceFile} file
 * @param {ts.TypeChecker} checker
 */
function callsIn(module, file, checker) {
  /** @type {Call[]} */
  const calls = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isCallExpression(node)) {
      const kind = kindOf(node, checker);
      const [first] = node.arguments;
      if (kind !== undefined && first !== undefined) {
        const names = possibleTexts(checker.getTypeAtLocation(first));
        calls.push({ kind, names, place: placeOf(module, file, first.getStart(file)) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return calls;
}

/**
 * @param {ts.CallExpression} call
 * @param {ts.TypeChecker} checker
 * @returns {Kind | 'study' | undefined}
 */
function kindOf({ expression }, checker) {
  if (ts.isIdentifier(expression)) {
    const result = checker.getTypeAtLocation(expression).getCallSignatures()[0]?.getReturnType();
    return expression.text === 'study' && result?.aliasSymbol?.name === 'Study' ? 'study' : undefined;
  }
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  if (checker.getTypeAtLocation(expression.expression).aliasSymbol?.name !== 'Study') return undefined;
  return kinds.find((kind) => kind === expression.name.text);
}

/**
 * @param {Call} call
 * @param {readonly string[]} declared
 * @returns {Problem[]}
 */
function undeclared({ kind, names, place }, declared) {
  if (names === undefined) {
    const message = `the name of this ${kind} is known only at run time: use literals, or a list "as const"`;
    return [{ ...place, rule: 'records', message }];
  }
  return names
    .filter((name) => !declared.includes(name))
    .map((name) => ({ ...place, rule: 'records', message: `${kind} "${name}" is not in the contract: add it there` }));
}

/**
 * Every result, claim and check of the contract is recorded by a cell, and the other way round; `study` opens the
 * notebook's own contract.
 * @param {readonly CellModule[]} modules of one notebook
 * @param {(module: CellModule) => ts.SourceFile} fileOf
 * @param {ts.TypeChecker} checker
 * @returns {Problem[]}
 */
export function records(modules, fileOf, checker) {
  const notebook = modules[0]?.notebook;
  if (notebook?.contract === undefined) return [];
  const { contract, file, name } = notebook;
  const calls = modules.flatMap((module) => callsIn(module, fileOf(module), checker));
  const declared = {
    result: Object.keys(contract.properties),
    claim: Object.keys(contract.atlas.claims),
    check: Object.keys(contract.atlas.checks),
  };
  const opened = calls
    .filter(({ kind, names }) => kind === 'study' && names?.join() !== name)
    .map(({ place }) => ({ ...place, rule: 'records', message: `opens another contract: expected study('${name}')` }));
  const problems = kinds.flatMap((kind) => {
    const ofKind = calls.filter((call) => call.kind === kind);
    const used = new Set(ofKind.flatMap(({ names }) => names ?? []));
    const unused = declared[kind].filter((id) => !used.has(id));
    return [
      ...ofKind.flatMap((call) => undeclared(call, declared[kind])),
      ...unused.map((id) => ({
        notebook: file,
        rule: 'records',
        message: `no cell records the ${kind} "${id}" of the contract`,
      })),
    ];
  });
  return [...opened, ...problems];
}
