/** Terms of the field as this report uses them. */
export const glossary: readonly { term: string; meaning: string }[] = [
  {
    term: 'attention',
    meaning: 'Weights that an input makes for itself, and their application to the input: f(g(x), x).',
  },
  { term: 'g', meaning: 'The half of a mechanism that looks at the input and makes the weights.' },
  { term: 'f', meaning: 'The half of a mechanism that applies the weights to the input.' },
  { term: 'channel attention', meaning: 'Weights over the feature maps of an image: what matters.' },
  { term: 'spatial attention', meaning: 'Weights over the places of an image: where it matters.' },
  { term: 'temporal attention', meaning: 'Weights over the steps of a sequence: when it matters.' },
  { term: 'branch attention', meaning: 'Weights over parallel paths of a network: which of them matters.' },
  {
    term: 'query, key, value',
    meaning:
      'Three mappings of an input. The similarity of a query with the keys makes the weights; the weights sum the values.',
  },
  {
    term: 'claim',
    meaning:
      'A sentence of the survey or of a paper that a number can decide, with a rule that was written down before the run.',
  },
  { term: 'rule', meaning: 'The condition under which a claim holds, in terms of the measured interval.' },
  { term: 'verdict', meaning: 'Holds, fails, or not decided: what the rule makes of the evidence.' },
  {
    term: 'control',
    meaning: 'A network trained without the mechanism, or with fixed weights, for which the same rule must not hold.',
  },
  {
    term: 'check',
    meaning:
      'An identity that must be true in every run, such as “the weights sum to one”. Checks are counted apart from claims.',
  },
  {
    term: '95 % interval',
    meaning:
      'The interval of the mean over the seeds, by Student’s t distribution; for differences the runs are paired by seed.',
  },
  { term: 'seed', meaning: 'The number from which all random choices of a run follow.' },
  {
    term: 'profile',
    meaning:
      'How much a run does: smoke takes seconds, default makes the report from data the project generates, full uses real data.',
  },
  { term: 'published', meaning: 'A number that is kept with the source of the report.' },
  { term: 'measured here', meaning: 'A number from a run on the machine that built this page.' },
  {
    term: 'multiply-accumulate',
    meaning: 'One multiplication and one addition; papers on vision count it as one operation.',
  },
  {
    term: 'BLEU',
    meaning: 'A score of translations from 0 to 100 that compares them with references by their common word groups.',
  },
  {
    term: 'alignment error rate',
    meaning: 'The share of alignments between two sentences that differ from the true ones.',
  },
  {
    term: 'softmax',
    meaning: 'Makes positive weights that sum to one of any numbers: the larger the number, the larger its weight.',
  },
  {
    term: 'similarity',
    meaning: 'A number that says how alike two vectors are: a dot product, a cosine, or a small network.',
  },
  {
    term: 'residual network',
    meaning: 'A network whose blocks add what they compute to their input. ResNet-50 has fifty layers of weights.',
  },
  {
    term: 'squeeze and excitation',
    meaning:
      'The mean of every channel over the picture, and two small layers that make a gate of it for each channel.',
  },
  {
    term: 'gate',
    meaning: 'A weight between 0 and 1 that lets a channel, a place or a step through, or holds it back.',
  },
  {
    term: 'recurrent network',
    meaning: 'A network that reads a sequence step by step and carries a state along.',
  },
  {
    term: 'encoder-decoder',
    meaning:
      'Two networks: one reads the source, the other writes the translation. RNNenc-dec hands over one vector, RNNsearch looks back.',
  },
  {
    term: 'alignment',
    meaning: 'Which words of two sentences translate each other. A gold alignment is the true one.',
  },
  {
    term: 'glimpse',
    meaning: 'A look at a small patch of a picture, sharp in the middle and coarse around it.',
  },
  {
    term: 'REINFORCE',
    meaning: 'Learning by reward: choices that led to more reward than expected become likelier.',
  },
  {
    term: 'mask',
    meaning: 'What keeps a position from being looked at, such as words that are not yet written.',
  },
  {
    term: 'intersection over union',
    meaning: 'How well two areas agree: the part that they share over what they cover together. IoU in short.',
  },
  {
    term: 'cosine distance',
    meaning: 'One minus the cosine of the angle between two vectors, or half of that: 0 where they point the same way.',
  },
  {
    term: 'perplexity',
    meaning: 'Between how many equally likely words a network hesitates, on average.',
  },
  {
    term: 'paired by seed',
    meaning:
      'Two networks are compared run by run, each pair with the same seed, so that what the seed does to both drops out.',
  },
  {
    term: 'margin',
    meaning: 'How far from equal a difference may be and still count as equal, fixed before the run.',
  },
  {
    term: 'asserted, shown only',
    meaning:
      'A claim is asserted in the profiles that its schema names. Elsewhere its verdict is shown and decides nothing.',
  },
  {
    term: 'contract',
    meaning: 'The schema of a notebook: what its results must look like, its claims and the rules that decide them.',
  },
  {
    term: 'compiled',
    meaning: 'Recorded once as a graph of operations and then run as a whole, instead of operation by operation.',
  },
  {
    term: 'roof',
    meaning: 'What a machine can do at most: its best matrix product, or its fastest copy.',
  },
  {
    term: 'ablation',
    meaning: 'A network with one part taken away, to see what that part is good for.',
  },
  {
    term: 'embedding',
    meaning: 'The vector that stands for a word.',
  },
];
