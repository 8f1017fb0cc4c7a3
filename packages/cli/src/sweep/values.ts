import { parseParameter, ParameterError } from '@atlas/runner';
import { type JsonObject, type JsonValue, type NotebookContract } from '@atlas/schemas';
import { UsageError } from '../exit-code.js';

/** More runs than this are taken for a slip of the hand. */
const mostRuns = 10_000;

/** What the parameters of the command line ask for. */
export type Product = {
  /** Parameters with several values, in the order in which they were given. */
  readonly swept: { [parameter: string]: JsonValue[] };
  /** Parameters with one value. */
  readonly fixed: JsonObject;
  /** Every combination: the swept parameters' values of each run, the last parameter changing fastest. */
  readonly combinations: JsonObject[];
};

/** Splits at commas that stand outside brackets and quotation marks: `[1,2],[3]` has two parts. */
function parts(text: string): string[] {
  const found = [''];
  let depth = 0;
  let quoted = false;
  for (const [index, character] of [...text].entries()) {
    if (character === '"' && text[index - 1] !== '\\') quoted = !quoted;
    if (!quoted && '[{'.includes(character)) depth += 1;
    if (!quoted && ']}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0 && !quoted) found.push('');
    else found[found.length - 1] += character;
  }
  return found;
}

/** The whole numbers of `1..8`, or the text itself. */
function range(text: string, name: string): string[] {
  const [, first, last] = /^(-?\d+)\.\.(-?\d+)$/.exec(text) ?? [];
  if (first === undefined || last === undefined) return [text];
  const count = Number(last) - Number(first) + 1;
  if (count < 1) throw new UsageError(`-p ${name}=${text}: the range counts down; write ${last}..${first}`);
  if (count > mostRuns) throw new UsageError(`-p ${name}=${text}: at most ${mostRuns} values, found ${count}`);
  return Array.from({ length: count }, (_, index) => String(Number(first) + index));
}

function valueOf(name: string, text: string, contract: NotebookContract | undefined): JsonValue {
  const [, value] = parseParameter(`${name}=${text}`, contract);
  // A text that holds commas or dots of its own is written in quotation marks, also where the contract wants a text.
  return typeof value === 'string' && /^".*"$/.test(value) ? (JSON.parse(value) as string) : value;
}

/** @throws UsageError for what is not `name=value`, an empty or repeated value, or a parameter given twice */
function valuesOf(text: string, contract: NotebookContract | undefined): [string, JsonValue[]] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`expected a parameter as name=value, found ${JSON.stringify(text)}`);
  const name = text.slice(0, equals);
  const texts = parts(text.slice(equals + 1)).flatMap((part) => range(part, name));
  if (texts.length > 1 && texts.includes('')) throw new UsageError(`-p ${text}: a value between the commas is empty`);
  const repeated = texts.find((value, index) => texts.indexOf(value) !== index);
  if (repeated !== undefined) throw new UsageError(`-p ${text}: the value ${repeated} appears twice`);
  return [name, texts.map((value) => valueOf(name, value, contract))];
}

/**
 * Reads `seed=1..8` and `gate=se,eca` as the values of a sweep, and multiplies them.
 *
 * @throws UsageError for what cannot be read, and for more than 10,000 runs
 */
export function productOf(texts: readonly string[], contract: NotebookContract | undefined): Product {
  const values = new Map<string, JsonValue[]>();
  try {
    for (const text of texts) {
      const [name, found] = valuesOf(text, contract);
      if (values.has(name)) {
        throw new UsageError(`-p ${name}=… is given twice; write all values in one: -p ${name}=x,y`);
      }
      values.set(name, found);
    }
  } catch (error) {
    if (error instanceof ParameterError) throw new UsageError(error.message);
    throw error;
  }
  const several = [...values].filter(([, found]) => found.length > 1);
  const count = several.reduce((product, [, found]) => product * found.length, 1);
  if (count > mostRuns) throw new UsageError(`the sweep has ${count} runs; at most ${mostRuns} are run at once`);
  return {
    swept: Object.fromEntries(several),
    fixed: Object.fromEntries(
      [...values].flatMap(([name, found]) => (found.length === 1 ? [[name, found[0] ?? null]] : [])),
    ),
    combinations: several.reduce<JsonObject[]>(
      (runs, [name, found]) => runs.flatMap((run) => found.map((value) => ({ ...run, [name]: value }))),
      [{}],
    ),
  };
}
