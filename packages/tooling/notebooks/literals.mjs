import ts from 'typescript';

/** @typedef {import('@atlas/schemas').JsonValue} JsonValue */

/** @param {ts.PropertyName} name */
const propertyName = (name) => (ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined);

/**
 * The value of an expression that is a literal: a number, text, boolean, null, or an array or object of these.
 * @param {ts.Expression} node
 * @returns {{ value: JsonValue } | undefined} undefined for anything computed
 */
export function literalValue(node) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { value: null };
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    return ts.isNumericLiteral(node.operand) ? { value: -Number(node.operand.text) } : undefined;
  }
  if (ts.isArrayLiteralExpression(node)) {
    const items = node.elements.map(literalValue);
    return items.includes(undefined) ? undefined : { value: items.map((item) => item?.value ?? null) };
  }
  return ts.isObjectLiteralExpression(node) ? objectValue(node) : undefined;
}

/**
 * @param {ts.ObjectLiteralExpression} node
 * @returns {{ value: JsonValue } | undefined}
 */
function objectValue(node) {
  /** @type {Record<string, JsonValue>} */
  const value = {};
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property)) return undefined;
    const name = propertyName(property.name);
    const item = literalValue(property.initializer);
    if (name === undefined || item === undefined) return undefined;
    value[name] = item.value;
  }
  return { value };
}
