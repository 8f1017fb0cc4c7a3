/** A word of the target, with the places of the source words it translates. A word without any was inserted. */
export interface TargetWord {
  readonly word: string;
  readonly from: readonly number[];
}

/** A piece of a sentence in both languages. Every rule of the grammar makes one from smaller ones. */
export interface Phrase {
  readonly source: readonly string[];
  readonly target: readonly TargetWord[];
}

export const nothing: Phrase = { source: [], target: [] };

/** All given source words and all given target words translate each other. Either side may be missing. */
export function linked(source: readonly string[], target: readonly string[]): Phrase {
  const from = source.map((_, index) => index);
  return { source, target: target.map((word) => ({ word, from })) };
}

/**
 * Pieces joined in one order on the source side and in another on the target side: the only place where words move.
 * @param inTarget the same pieces in the order of the target. Default: that of the source
 * @throws RangeError unless both orders have the same pieces
 */
export function arrange(inSource: readonly Phrase[], inTarget: readonly Phrase[] = inSource): Phrase {
  const offsets = new Map<Phrase, number>();
  const source: string[] = [];
  for (const piece of inSource) {
    offsets.set(piece, source.length);
    source.push(...piece.source);
  }
  if (inTarget.length !== inSource.length) {
    throw new RangeError(`arrange: expected ${inSource.length} pieces on the target side, found ${inTarget.length}.`);
  }
  const target = inTarget.flatMap((piece) => {
    const offset = offsets.get(piece);
    if (offset === undefined) throw new RangeError('arrange: a piece of the target side is not on the source side.');
    return piece.target.map(({ word, from }) => ({ word, from: from.map((place) => place + offset) }));
  });
  return { source, target };
}
