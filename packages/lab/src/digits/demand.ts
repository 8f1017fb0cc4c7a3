/** Refuses an option of a scene unless the condition holds. */
export type Demand = (condition: boolean, name: string, expected: string, found: unknown) => void;

/** @returns a check that throws a RangeError in the name of `caller` */
export function demandFor(caller: string): Demand {
  return (condition, name, expected, found) => {
    if (!condition) throw new RangeError(`${caller} ${name}: expected ${expected}, found ${JSON.stringify(found)}.`);
  };
}

/** What every scene of digits needs of its side and of the range of the digit's size in it. */
export function demandSize(demand: Demand, size: number, scale: readonly [smallest: number, largest: number]): void {
  const [smallest, largest] = scale;
  demand(Number.isInteger(size) && size >= 8, 'size', 'a whole number of at least 8 pixels', size);
  demand(smallest > 0 && smallest <= largest && largest <= 1, 'scale', '0 < smallest <= largest <= 1', scale);
}

/** What every scene of digits needs of the pieces strewn over it. */
export function demandClutter(demand: Demand, clutter: number): void {
  demand(Number.isInteger(clutter) && clutter >= 0, 'clutter', 'a whole number of pieces', clutter);
}
