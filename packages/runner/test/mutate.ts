/** Numbers in [0, 1) that follow from a seed alone (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const oddValues: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'throw',
  '\u0000\ud800"\\',
  '../../escape',
  '__proto__',
  [],
  {},
  [[]],
  ['parameters', 'skip-execution'],
  { toString: 1, constructor: null },
  'x'.repeat(10_000),
];

const oddNames = ['', 'id', 'tags', 'cell_type', '__proto__', 'constructor', '../../escape', 'x'.repeat(1000)];

/** A document with a few random changes: values lost, doubled, moved, replaced by odd ones, or the text itself cut. */
export function mutated(document: unknown, seed: number): string {
  const random = randomNumbers(seed);
  const copy: unknown = structuredClone(document);
  const changes = 1 + Math.floor(random() * 4);
  for (let change = 0; change < changes; change += 1) changeOne(copy, random);
  const text = JSON.stringify(copy);
  return random() < 0.15 ? cutText(text, random) : text;
}

function changeOne(document: unknown, random: () => number): void {
  const places = containers(document);
  const place = pick(places, random);
  const names = Object.keys(place);
  const name = pick(names, random);
  if (name === undefined) return;
  const target = place as Record<string, unknown>;
  const kind = Math.floor(random() * 5);
  if (kind === 0) {
    if (Array.isArray(place)) place.splice(Number(name), 1);
    else Reflect.deleteProperty(target, name);
  } else if (kind === 1 && Array.isArray(place)) place.push(structuredClone(place[Number(name)]));
  else if (kind === 2) target[name] = structuredClone(pick(places, random));
  else if (kind === 3) target[pick(oddNames, random)] = structuredClone(pick(oddValues, random));
  else target[name] = structuredClone(pick(oddValues, random));
}

function containers(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(containers)];
}

function cutText(text: string, random: () => number): string {
  const place = Math.floor(random() * text.length);
  return random() < 0.5 ? text.slice(0, place) : `${text.slice(0, place)}\u0001}${text.slice(place)}`;
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}
