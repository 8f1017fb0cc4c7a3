/** A statement of the survey "From attention to the Transformer", in our words. */
export type Statement = {
  /** `S1` to `S34`. */
  id: string;
  section: string;
  sentence: string;
  /**
   * How it can end: `measured` by claims with data or, where it is an identity, shown by a check; `shown` as a definition
   * or a date with its source; `undecidable` with the reason.
   */
  kind: 'measured' | 'shown' | 'undecidable';
  /** Source of what is shown, or reason why it cannot be decided. */
  note?: string;
  /** Where the survey errs, and what is right. */
  correction?: string;
};

const sections = {
  what: 'What attention is',
  before: 'Before deep learning',
  deep: 'In deep learning',
  development: 'Development',
  form: 'One form',
  transformer: 'The Transformer, standard case',
  naive: 'The naive case',
  similarity: 'Similarity',
  together: 'All words at once',
};

const measured = (id: string, section: string, sentence: string, correction?: string): Statement => ({
  id,
  section,
  sentence,
  kind: 'measured',
  ...(correction !== undefined && { correction }),
});
const shown = (id: string, section: string, sentence: string, note: string, correction?: string): Statement => ({
  id,
  section,
  sentence,
  kind: 'shown',
  note,
  ...(correction !== undefined && { correction }),
});
const block = (id: string, name: string, source: string, correction?: string): Statement =>
  measured(
    id,
    sections.development,
    `${name} (${source}): the diagram is the paper's, and the block does what the paper claims.`,
    correction,
  );

/** All 34 statements, in the survey's order. */
export const statements: readonly Statement[] = [
  measured('S1', sections.what, 'A person who looks at a picture sees its important places first.'),
  measured(
    'S2',
    sections.what,
    'In a program attention is weights: y = h · x, with h the attention, picks out what is important.',
  ),
  shown(
    'S3',
    sections.before,
    'Before deep learning attention was studied as computational visual attention, roughly from 2000 to 2010.',
    'Itti, Koch and Niebur, A model of saliency-based visual attention for rapid scene analysis, IEEE PAMI 20(11), 1998.',
    'The best known model of that period, by Itti, Koch and Niebur, is of 1998; the period starts before 2000.',
  ),
  shown(
    'S4',
    sections.deep,
    'In language, attention starts with Bahdanau, Cho and Bengio, Neural Machine Translation by Jointly Learning to Align and Translate.',
    'First on arXiv on 1 September 2014 (1409.0473).',
  ),
  measured('S5', sections.deep, 'Earlier encoder-decoders put the whole sentence into one vector of fixed length.'),
  measured(
    'S6',
    sections.deep,
    'Cho and others found that the quality of such a network falls quickly as the sentence grows longer.',
    'Their paper adds a second cause: quality also falls as the number of unknown words grows.',
  ),
  measured('S7', sections.deep, 'RNNsearch answers this: it looks back at the source with alignments that it learns.'),
  shown(
    'S8',
    sections.deep,
    'In vision, attention starts with Mnih and others, Recurrent Models of Visual Attention (RAM).',
    'First on arXiv on 24 June 2014 (1406.6247).',
    'Vision was therefore ten weeks earlier than language.',
  ),
  shown(
    'S9',
    sections.development,
    'The networks form a development over time.',
    'The timeline, from 2014 over the Transformer to the blocks of 2018 to 2020, is drawn from the dates of the papers.',
  ),
  shown(
    'S10',
    sections.development,
    'By where they act there are six kinds: channel; spatial; temporal; branch; channel and spatial; temporal and spatial.',
    'The taxonomy is generated from the axes that each mechanism of the library declares.',
  ),
  block('S11', 'SE-Net', 'CVPR 2018'),
  block('S12', 'SK-Net', 'CVPR 2019, arXiv 1903.06586'),
  block('S13', 'ECA-Net', 'CVPR 2020'),
  block('S14', 'CBAM', 'ECCV 2018', 'The survey says CVPR; the paper appeared at ECCV 2018.'),
  block('S15', 'BAM', 'BMVC 2018, arXiv 1807.06514'),
  block('S16', 'Non-local networks', 'CVPR 2018, arXiv 1711.07971'),
  block('S17', 'DANet', 'CVPR 2019, arXiv 1809.02983'),
  block('S18', 'ANLNet, the asymmetric non-local network', 'ICCV 2019, arXiv 1908.07678'),
  block('S19', 'GC-Net', 'ICCV workshops 2019, arXiv 1904.11492'),
  block('S20', 'GSoP-Net', 'CVPR 2019, arXiv 1811.12006'),
  measured(
    'S21',
    sections.form,
    'Attention can be written as f(g(x), x): g makes the attention, f applies it to the input.',
  ),
  measured(
    'S22',
    sections.form,
    'However attention is made, in the end it is multiplied with the input: some data grow, some shrink.',
  ),
  measured('S23', sections.form, 'The input may first be mapped into another space by parameters.'),
  measured('S24', sections.form, 'The Transformer and SE-Net are both of this form.'),
  measured('S25', sections.form, 'Attention picks a part of the data to work on and is therefore more efficient.'),
  measured(
    'S26',
    sections.form,
    'Taken to the end, a network of attention alone passes on only useful data: the Transformer.',
  ),
  shown(
    'S27',
    sections.transformer,
    'The core of the Transformer is self-attention; an embedding turns the input words into vectors.',
    'A definition: Vaswani et al. (2017), sections 3.2 and 3.4. The first chapter computes it for two words.',
  ),
  measured('S28', sections.transformer, 'Three matrices, Wq, Wk and Wv, map each vector into three spaces.'),
  measured(
    'S29',
    sections.transformer,
    'The weights of a word come from the dot products of its query with all keys; larger means more alike.',
  ),
  measured(
    'S30',
    sections.transformer,
    'The scores are large, so they are divided by the root of the key size, and a softmax makes weights of them.',
  ),
  measured('S31', sections.transformer, 'Each weight multiplies its value; the sum is the output for the word.'),
  measured(
    'S32',
    sections.naive,
    'Without the mapping, a word scores highest with itself, because it is most like itself.',
  ),
  measured(
    'S33',
    sections.similarity,
    'The similarity can be computed in other ways: dot product, cosine, concatenation, a small network.',
  ),
  measured('S34', sections.together, 'What was done word by word can be computed for all words together, as matrices.'),
];
