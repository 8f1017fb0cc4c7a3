/** A word of the target, with the places of the source words it translates. A word without any was inserted. */
export interface TargetWord {
  readonly word: string;
  readonly from: readonly number[];
  /** Of a word of grammar: the places of the source words that it belongs to. 'ĉi tiu' belongs to the noun behind it. */
  readonly belongsTo: readonly number[];
}

/** A piece of a sentence in both languages. Every rule of the grammar makes one from smaller ones. */
export interface Phrase {
  readonly source: readonly string[];
  readonly target: readonly TargetWord[];
  /** Places of the source words that the rest of the piece goes with: the noun of a noun phrase. */
  readonly head: readonly number[];
}

export const nothing: Phrase = { source: [], target: [], head: [] };

/** All given source words and all given target words translate each other. Either side may be missing. */
export function linked(source: readonly string[], target: readonly string[]): Phrase {
  const from = source.map((_, index) => index);
  return { source, target: target.map((word) => ({ word, from, belongsTo: [] })), head: from };
}

/**
 * Pieces joined in one order on the source side and in another on the target side: the only place where words move.
 * @param inTarget the same pieces in the order of the target. Default: that of the source
 * @param head the piece with the head of the whole; words of `grammar`, other pieces, belong to it
 * @throws RangeError unless both orders have the same pieces
 */
export function arrange(
  inSource: readonly Phrase[],
  inTarget: readonly Phrase[] = inSource,
  { head = nothing, grammar = [] }: { readonly head?: Phrase; readonly grammar?: readonly Phrase[] } = {},
): Phrase {
  const offsets = new Map<Phrase, number>();
  const source: string[] = [];
  for (const piece of inSource) {
    offsets.set(piece, source.length);
    source.push(...piece.source);
  }
  if (inTarget.length !== inSource.length) {
    throw new RangeError(`arrange: expected ${inSource.length} pieces on the target side, found ${inTarget.length}.`);
  }
  const headPlaces = shifted(head.head, offsets.get(head) ?? 0);
  const target = inTarget.flatMap((piece) => {
    const offset = offsets.get(piece);
    if (offset === undefined) throw new RangeError('arrange: a piece of the target side is not on the source side.');
    return piece.target.map(({ word, from, belongsTo }) => ({
      word,
      from: shifted(from, offset),
      belongsTo: grammar.includes(piece) ? headPlaces : shifted(belongsTo, offset),
    }));
  });
  return { source, target, head: headPlaces };
}

function shifted(places: readonly number[], offset: number): number[] {
  return places.map((place) => place + offset);
}
