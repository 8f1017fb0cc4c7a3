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
];
