import { requireInteger, requireBetween } from '@atlas/tensor';

/** Sizes of RNNenc-dec and RNNsearch; the symbols are those of Bahdanau et al. (2015), appendix A. */
export interface RecurrentTranslatorConfig {
  /** K_x */
  readonly sourceVocabulary: number;
  /** K_y */
  readonly targetVocabulary: number;
  /** m. Default 620. */
  readonly embedding?: number;
  /** n. Default 1000. */
  readonly units?: number;
  /** l, behind the maxout. Default 500. */
  readonly maxout?: number;
  /** Default true; the paper's equations leave biases out to be readable. */
  readonly bias?: boolean;
  /**
   * 'paper': N(0, 0.01²), with which a short training learns nothing; 'standard': Glorot's. The recurrent matrices are
   * orthogonal in both. Default 'standard'.
   */
  readonly initialValues?: 'paper' | 'standard';
  /** Of embeddings and readout. Default 0. */
  readonly dropRate?: number;
}

/** With every default filled in. */
export function resolveRecurrent(config: RecurrentTranslatorConfig, name: string) {
  const { embedding = 620, units = 1000, maxout = 500, bias = true, initialValues = 'standard', dropRate = 0 } = config;
  for (const [size, value] of Object.entries({ embedding, units, maxout })) requireInteger(value, `${name} ${size}`);
  requireInteger(config.sourceVocabulary, `${name} sourceVocabulary`, 2);
  requireInteger(config.targetVocabulary, `${name} targetVocabulary`, 2);
  requireBetween(dropRate, 0, 0.99, `${name} dropRate`);
  const init = initialValues === 'paper' ? ({ std: 0.01 } as const) : ('glorot' as const);
  const embeddingDeviation = initialValues === 'paper' ? 0.01 : 1 / Math.sqrt(embedding);
  return { ...config, embedding, units, maxout, bias, initialValues, dropRate, init, embeddingDeviation };
}

export type ResolvedRecurrent = ReturnType<typeof resolveRecurrent>;
