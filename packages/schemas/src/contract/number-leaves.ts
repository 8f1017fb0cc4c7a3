import { isObject, type JsonSchema } from '../json/json.js';
import { pointer } from '../json/pointer.js';
import { type Problem } from '../json/problem.js';

/** Keywords of JSON Schema that hold one schema, a list of schemas, or schemas by name. */
const single = ['items', 'additionalProperties', 'unevaluatedProperties', 'contains', 'not', 'if', 'then', 'else'];
const lists = ['prefixItems', 'allOf', 'anyOf', 'oneOf'];
const named = ['properties', 'patternProperties', '$defs', 'dependentSchemas'];

type Place = { schema: unknown; parts: (string | number)[] };

function children(schema: { [keyword: string]: unknown }, parts: (string | number)[]): Place[] {
  const listed = lists.flatMap((keyword) => {
    const items = schema[keyword];
    return Array.isArray(items)
      ? items.map((item: unknown, i) => ({ schema: item, parts: [...parts, keyword, i] }))
      : [];
  });
  const byName = named.flatMap((keyword) => {
    const group = schema[keyword];
    if (!isObject(group)) return [];
    return Object.entries(group).map(([name, item]) => ({ schema: item, parts: [...parts, keyword, name] }));
  });
  const alone = single.map((keyword) => ({ schema: schema[keyword], parts: [...parts, keyword] }));
  return [...alone, ...listed, ...byName];
}

function isNumberType(type: unknown): boolean {
  return type === 'number' || (Array.isArray(type) && type.includes('number'));
}

/**
 * Numbers of a results schema that do not say how they are rounded and how far they may differ elsewhere.
 * Whole numbers (`"type": "integer"`) are exact and need neither.
 */
export function unroundedNumbers(root: JsonSchema): Problem[] {
  const open: Place[] = [{ schema: root, parts: [] }];
  const problems: Problem[] = [];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { schema, parts } = place;
    if (!isObject(schema)) continue;
    const missing = ['decimals', 'tolerance'].filter((keyword) => schema[keyword] === undefined);
    if (isNumberType(schema['type']) && schema['const'] === undefined && missing.length > 0) {
      const message = `is a number without ${missing.map((keyword) => `"${keyword}"`).join(' and ')}`;
      problems.push({ pointer: pointer(...parts), message });
    }
    open.push(...children(schema, parts));
  }
  return problems.reverse();
}
