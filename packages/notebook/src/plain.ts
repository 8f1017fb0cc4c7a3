import { isObject, type JsonValue, pointer } from '@atlas/schemas';

/** Thrown where a value cannot leave the notebook as JSON; names the place and the way out. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
}

type Options = {
  /** True where null means "no value here", as in a chart or a table. */
  allowNull?: boolean;
};

type Path = readonly (string | number)[];

function refuse(what: string, path: Path, found: string, wayOut: string): never {
  const place = path.length === 0 ? '' : ` at ${pointer(...path)}`;
  throw new ValueError(`${what}${place} is ${found}: ${wayOut}`);
}

function plainNumber(value: number, what: string, path: Path): number {
  if (Number.isFinite(value)) return value;
  const wayOut = Number.isNaN(value)
    ? 'find the division by zero, the logarithm or the empty mean that made it, or leave this entry out'
    : 'find what overflowed or divided by zero, or leave this entry out';
  return refuse(what, path, String(value), wayOut);
}

function plainObject(value: object, what: string, path: Path, options: Options): JsonValue {
  if (Array.isArray(value)) {
    return Array.from(value, (item: unknown, i) => plainValue(item, what, [...path, i], options));
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView) && Symbol.iterator in value) {
    return Array.from(value as Iterable<unknown>, (item, i) => plainValue(item, what, [...path, i], options));
  }
  if ('dataSync' in value) return refuse(what, path, 'a tensor', 'read it with "await tensor.array()" first');
  if (value instanceof Promise) return refuse(what, path, 'a promise', 'put "await" before it');
  const prototype: unknown = Object.getPrototypeOf(value);
  // A cell's objects may come from another realm, where Object.prototype is another object: look at its own parent.
  const isPlain = prototype === null || (isObject(prototype) && Object.getPrototypeOf(prototype) === null);
  if (!isPlain || value instanceof Map || value instanceof Set || !isObject(value)) {
    return refuse(what, path, `a ${value.constructor.name}`, 'give numbers, texts, booleans, arrays or plain objects');
  }
  const fields = Object.entries(value).map(([name, item]) => [name, plainValue(item, what, [...path, name], options)]);
  return Object.fromEntries(fields) as JsonValue;
}

function plainValue(value: unknown, what: string, path: Path, options: Options): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return plainNumber(value, what, path);
    case 'bigint':
      return refuse(what, path, 'a bigint', 'convert it with Number(…)');
    case 'undefined':
      return refuse(what, path, 'undefined', 'leave the field out, or compute it first');
    case 'object':
      if (value !== null) return plainObject(value, what, path, options);
      return options.allowNull === true ? null : refuse(what, path, 'null', 'leave the field out');
    default:
      return refuse(what, path, `a ${typeof value}`, 'give numbers, texts, booleans, arrays or plain objects');
  }
}

/**
 * The value as plain JSON data; typed arrays become arrays.
 *
 * @param what names the value in messages: `result "accuracy"`.
 * @throws ValueError for NaN, an infinity, null, undefined, a tensor, a promise and whatever else JSON does not have.
 */
export function toPlain(value: unknown, what: string, options: Options = {}): JsonValue {
  return plainValue(value, what, [], options);
}
