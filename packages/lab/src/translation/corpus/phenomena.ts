import { type AlignedPair, type Link } from './made-sentences.js';

/** How much a corpus asks of a translator. Shares are of all links or of all words. */
export type Phenomena = {
  sentences: number;
  sourceWords: number;
  targetWords: number;
  sourceVocabulary: number;
  targetVocabulary: number;
  /** Links that cross another one. */
  nonMonotone: number;
  /** Links of a source word that has several. */
  oneToMany: number;
  /** Links of a target word that has several. */
  manyToOne: number;
  /** Source words without a translation. */
  dropped: number;
  /** Target words that translate no word. */
  inserted: number;
};

/** Counts the phenomena of a corpus from its gold alignments. */
export function phenomenaOf(pairs: readonly AlignedPair[]): Phenomena {
  const total = { links: 0, nonMonotone: 0, oneToMany: 0, manyToOne: 0, dropped: 0, inserted: 0, source: 0, target: 0 };
  for (const { source, target, links } of pairs) {
    const ofSource = countsOf(links.map(([, place]) => place));
    const ofTarget = countsOf(links.map(([place]) => place));
    total.links += links.length;
    total.nonMonotone += links.filter((link) => links.some((other) => cross(link, other))).length;
    total.oneToMany += links.filter(([, place]) => ofSource.get(place)! > 1).length;
    total.manyToOne += links.filter(([place]) => ofTarget.get(place)! > 1).length;
    total.dropped += source.length - ofSource.size;
    total.inserted += target.length - ofTarget.size;
    total.source += source.length;
    total.target += target.length;
  }
  return {
    sentences: pairs.length,
    sourceWords: total.source,
    targetWords: total.target,
    sourceVocabulary: new Set(pairs.flatMap(({ source }) => source)).size,
    targetVocabulary: new Set(pairs.flatMap(({ target }) => target)).size,
    nonMonotone: total.nonMonotone / total.links,
    oneToMany: total.oneToMany / total.links,
    manyToOne: total.manyToOne / total.links,
    dropped: total.dropped / total.source,
    inserted: total.inserted / total.target,
  };
}

/** Whether two links cross: their order on one side is the reverse of that on the other. */
function cross([target, source]: Link, [otherTarget, otherSource]: Link): boolean {
  return (target - otherTarget) * (source - otherSource) < 0;
}

function countsOf(places: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}
