import { attentionWorks } from './attention.js';
import { blockWorks, publishedWorks } from './blocks.js';
import { machineWorks } from './machine.js';
import { translationWorks } from './translation.js';
import { visionWorks } from './vision.js';
import type { Work } from './work.js';

/** Every work, in the order of the report. */
export function catalogue(): Work[] {
  return [
    ...machineWorks(),
    ...blockWorks(),
    ...attentionWorks(),
    ...translationWorks(),
    ...visionWorks(),
    ...publishedWorks(),
  ];
}

/**
 * The works that are meant by names: a whole group (`blocks`), one work (`blocks/se`), or all without any name.
 * @throws RangeError when a name means nothing
 */
export function chooseWorks(works: readonly Work[], names: readonly string[]): Work[] {
  if (names.length === 0) return [...works];
  const unknown = names.find((name) => !works.some((work) => matches(work, name)));
  if (unknown !== undefined) {
    const known = [...new Set(works.map(({ group }) => group))].join(', ');
    throw new RangeError(
      `bench: expected a group (${known}) or a work of one, such as ${works[0]?.id ?? 'machine/copy'}, found '${unknown}'.`,
    );
  }
  return works.filter((work) => names.some((name) => matches(work, name)));
}

function matches({ id, group }: Work, name: string): boolean {
  return name === group || name === id;
}
