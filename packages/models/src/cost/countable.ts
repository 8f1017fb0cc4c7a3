import type { Rng, TensorTree } from '@atlas/tensor';
import type { CostRequest } from './request.js';

/** A network as the count needs it. */
export interface Countable {
  readonly attention: string | null;
  readonly variant: 'paper' | 'code';
  /** Side of the image in pixels, or words of each sentence. */
  readonly input: number;
  /** What the count depends on beyond the kinds of operations, such as where the stride is. */
  readonly conventions: readonly string[];
  init(source: Rng): TensorTree;
  /** One real forward pass of one input. */
  forward(params: TensorTree): void;
  /** The stage of a parameter; the scopes of operations begin with the same names. */
  stageOf(path: string): string;
}

/** Makes the network of a request, or refuses it. */
export type Countables = { readonly [model: string]: (request: CostRequest) => Countable };
