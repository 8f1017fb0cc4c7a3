import { pointer, type ResultFile } from '@atlas/schemas';

/** The place where two result files first differ, in the order of the cells that made the values. */
export type FirstDifference = { pointer: string; cell?: string; first: string; second: string };

const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);

function walk(first: unknown, second: unknown, path: (string | number)[]): FirstDifference | undefined {
  if (Object.is(first, second)) return undefined;
  const isBranch = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
  if (!isBranch(first) || !isBranch(second))
    return { pointer: pointer(...path), first: short(first), second: short(second) };
  for (const name of new Set([...Object.keys(first), ...Object.keys(second)])) {
    const found = walk(first[name], second[name], [...path, name]);
    if (found) return found;
  }
  return undefined;
}

/** What a cell reported under one name: a result, the record of a claim or of a check, an artifact. */
function scraps(file: ResultFile): Map<string, unknown> {
  const groups = { result: file.results, claim: file.claims, check: file.checks, artifact: file.artifacts };
  return new Map(
    Object.entries(groups).flatMap(([kind, group]) =>
      Object.entries(group).map(([name, value]): [string, unknown] => [`${kind}:${name}`, value]),
    ),
  );
}

/**
 * @param cellOrder ids of the notebook's cells from top to bottom
 * @throws Error when the two files hold the same values
 */
export function firstDifference(first: ResultFile, second: ResultFile, cellOrder: readonly string[]): FirstDifference {
  const [before, after] = [scraps(first), scraps(second)];
  const folders: Record<string, string> = {
    result: 'results',
    claim: 'claims',
    check: 'checks',
    artifact: 'artifacts',
  };
  const cellOf = (name: string): string | undefined => first.cells[name] ?? second.cells[name];
  const position = (name: string): number => cellOrder.indexOf(cellOf(name) ?? '');
  const names = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => position(a) - position(b));
  for (const name of names) {
    const [kind = '', ...rest] = name.split(':');
    const found = walk(before.get(name), after.get(name), [folders[kind] ?? kind, rest.join(':')]);
    const cell = cellOf(name);
    if (found) return { ...found, ...(cell !== undefined && { cell }) };
  }
  const elsewhere = walk(first, second, []);
  if (!elsewhere) throw new Error('the two result files hold the same values');
  return elsewhere;
}
