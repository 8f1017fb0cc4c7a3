import type { AttentionPosition } from '../residual/placement.js';

/** What to count, and how. Everything but the model has the default of the published numbers. */
export interface CostRequest {
  /** One of `costModelNames`. */
  readonly model: string;
  /** One of `publishedAttentionNames`, for ResNet and ResNeXt. */
  readonly attention?: string | undefined;
  /** What the released program has, or the equations of the paper alone. Default: what the published numbers come from. */
  readonly variant?: 'paper' | 'code' | undefined;
  /** Side of the image; words of each sentence for a translator. Default: the paper's. */
  readonly input?: number | undefined;
  /** Which convolution of a bottleneck block halves the size. */
  readonly strideIn?: '1x1' | '3x3' | undefined;
  readonly reduction?: number | undefined;
  /** Stages that have the mechanism, 2 to 5. */
  readonly stages?: readonly number[] | undefined;
  /** All blocks of those stages, or one in each. */
  readonly blocks?: 'all' | 'one' | undefined;
  /** Where in a block the mechanism acts. */
  readonly position?: AttentionPosition | undefined;
  /** Options of the mechanism itself, such as `{ gates: 'channel' }` for CBAM. */
  readonly own?: { readonly [option: string]: string | number | boolean } | undefined;
  /** Transformer: N, d_model, d_ff, h, d_k and the words of the vocabulary; the latter for the recurrent ones too. */
  readonly layers?: number | undefined;
  readonly dModel?: number | undefined;
  readonly dFf?: number | undefined;
  readonly heads?: number | undefined;
  readonly dK?: number | undefined;
  readonly vocabulary?: number | undefined;
  /** RAM: side of the smallest patch, and number of patches. */
  readonly patch?: number | undefined;
  readonly scales?: number | undefined;
  readonly counting?: Counting | undefined;
}

/** Conventions in which papers differ. */
export interface Counting {
  /** Products of two computed matrices, such as queries with keys, and covariances. Default false. */
  readonly matmul?: boolean | undefined;
  /** Running means and variances of batch normalisation as parameters. Default false. */
  readonly statistics?: boolean | undefined;
  /** Scales and offsets of normalisations as parameters. Default true. */
  readonly normalisation?: boolean | undefined;
}

export interface CostShare {
  readonly params: number;
  readonly macs: number;
}

/** A count, ready to print or to send on as JSON. */
export interface CostReport extends CostShare {
  readonly model: string;
  /** null where the model has none, or always the same. */
  readonly attention: string | null;
  readonly variant: 'paper' | 'code';
  /** Side of the image in pixels, or words of each sentence. */
  readonly input: number;
  /** What has been counted, in words. */
  readonly convention: string;
  /** In the order in which the network runs. */
  readonly byStage: { readonly [stage: string]: CostShare };
}

/** The options of the request that only some models have. */
export type ModelOption = Exclude<keyof CostRequest, 'model' | 'variant' | 'input' | 'counting'>;

/**
 * @throws RangeError when an option is given that the model does not have
 */
export function expectOptions(request: CostRequest, allowed: readonly ModelOption[]): void {
  const common: readonly (keyof CostRequest)[] = ['model', 'variant', 'input', 'counting', ...allowed];
  for (const name of Object.keys(request) as (keyof CostRequest)[]) {
    if (request[name] === undefined || common.includes(name)) continue;
    const known = allowed.length === 0 ? 'none of its own' : allowed.join(', ');
    throw new RangeError(`cost of ${request.model}: expected options ${known}, found ${name}.`);
  }
}

/**
 * @throws RangeError when the value is not one of the choices
 */
export function expectChoice<Choice extends string>(
  value: string | undefined,
  choices: readonly Choice[],
  what: string,
): Choice | undefined {
  if (value === undefined || choices.includes(value as Choice)) return value as Choice | undefined;
  throw new RangeError(`cost ${what}: expected one of ${choices.join(', ')}, found '${value}'.`);
}
