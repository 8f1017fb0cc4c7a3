import { type NotebookContract } from '../contract/contract.js';
import { resultsSchema } from '../contract/derived-schemas.js';
import { type ResultFile } from '../documents/result-file.js';
import { compileSchema } from '../json/engine.js';
import { isObject, type JsonObject } from '../json/json.js';
import { type ToleranceContext } from '../json/keywords.js';
import { shown } from '../json/messages.js';
import { pointer, pointerParts } from '../json/pointer.js';

/** One place where two result files differ. */
export type Difference = {
  /** JSON pointer into the result file. */
  pointer: string;
  /** What is there in the first and in the second file; `undefined` where there is nothing. */
  first: unknown;
  second: unknown;
  /** True for numbers within their tolerance and for the bytes of artifacts: worth a mention, no failure. */
  within: boolean;
  /** The difference in words. */
  message: string;
};

type ToleranceOf = (place: string) => number;

function difference(place: string, first: unknown, second: unknown, tolerance: number): Difference {
  if (typeof first === 'number' && typeof second === 'number') {
    const distance = Math.abs(first - second);
    // The sum of a tolerance and a rounded number is not exact: allow for the last bits.
    const within = distance <= tolerance * (1 + 1e-9);
    const size = Number(distance.toPrecision(3));
    const message = `${first} and ${second} differ by ${size}, ${within ? 'within' : 'more than'} the tolerance of ${tolerance}`;
    return { pointer: place, first, second, within, message };
  }
  const message =
    first === undefined
      ? `only the second has ${shown(second)}`
      : second === undefined
        ? `only the first has ${shown(first)}`
        : `${shown(first)} became ${shown(second)}`;
  return { pointer: place, first, second, within: false, message };
}

/**
 * Trained weights differ in their last bits from machine to machine. A hash has no tolerance; what the weights are good
 * for is among the results.
 */
function isBytesOfArtifact([part, _name, property]: readonly (string | number)[]): boolean {
  return part === 'artifacts' && (property === 'sha256' || property === 'bytes');
}

function compare(first: unknown, second: unknown, parts: (string | number)[], toleranceOf: ToleranceOf): Difference[] {
  if (Object.is(first, second)) return [];
  if (Array.isArray(first) && Array.isArray(second)) {
    const length = Math.max(first.length, second.length);
    return Array.from({ length }, (_, i) => compare(first[i], second[i], [...parts, i], toleranceOf)).flat();
  }
  if (isObject(first) && isObject(second)) {
    const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
    return names.flatMap((name) => compare(first[name], second[name], [...parts, name], toleranceOf));
  }
  const place = pointer(...parts);
  const found = difference(place, first, second, toleranceOf(place));
  return [isBytesOfArtifact(parts) ? { ...found, within: true, message: 'other bytes' } : found];
}

/** The tolerances of all numbers in some results, by JSON pointer relative to the results. */
function tolerancesOf(contract: NotebookContract, results: JsonObject): Map<string, number> {
  const context: ToleranceContext = { tolerances: new Map() };
  compileSchema(resultsSchema(contract)).call(context, results);
  return context.tolerances;
}

/** Reasons are prose made from the numbers beside them, and cell ids follow the notebook: both would only repeat. */
function comparable(file: ResultFile): unknown {
  const claims = Object.entries(file.claims).map(([id, { evidence, decision }]) => {
    return [id, { evidence, decision: { verdict: decision.verdict } }];
  });
  const { cells: _, ...rest } = file;
  return { ...rest, claims: Object.fromEntries(claims) as unknown };
}

/**
 * Every difference between two result files of one notebook. Numbers among the results may differ by the `tolerance`
 * of their schema, numbers of evidence by that of their claim, artifacts in their bytes; all else must be equal.
 * Tolerated differences are listed too, marked `within`.
 */
export function compareResults(contract: NotebookContract, first: ResultFile, second: ResultFile): Difference[] {
  const tolerances = new Map([...tolerancesOf(contract, second.results), ...tolerancesOf(contract, first.results)]);
  const toleranceOf = (place: string): number => {
    const [part, name = ''] = pointerParts(place);
    if (part === 'results') return tolerances.get(place.slice('/results'.length)) ?? 0;
    return part === 'claims' ? (contract.atlas.claims[name]?.tolerance ?? 0) : 0;
  };
  return compare(comparable(first), comparable(second), [], toleranceOf);
}
