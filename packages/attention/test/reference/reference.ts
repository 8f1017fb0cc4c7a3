import type { Nd, PlainTree } from './nd.js';

/** What a mechanism must give, computed with plain loops from the equations of its paper. */
export type Reference<Config> = (
  params: PlainTree,
  input: PlainTree,
  config: Config,
) => { output: Nd; weights: PlainTree };
