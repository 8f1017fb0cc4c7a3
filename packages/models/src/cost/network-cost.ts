import * as tf from '@tensorflow/tfjs-core';
import { isTrainable } from '@atlas/attention';
import { countOperations, leaves, onShapes, rng, sumOperations, type CountedKind } from '@atlas/tensor';
import type { Countable } from './countable.js';
import type { CostShare, Counting } from './request.js';

/** The count of a network by itself, for one that has no name here. */
export interface NetworkCost extends CostShare {
  /** Values written by arithmetic and activations, and values read by reductions and poolings. */
  readonly elementwise: number;
  readonly byStage: { readonly [stage: string]: CostShare };
}

/**
 * Counts any network: its parameters from the weights that `init` makes, its operations from the forward pass that
 * `forward` runs, on shapes alone.
 */
export function costOfNetwork(
  network: Pick<Countable, 'init' | 'forward'> & Partial<Pick<Countable, 'stageOf'>>,
  counting: Counting = {},
): NetworkCost {
  const { stageOf = (path: string) => path.split('/')[0]! } = network;
  const products: readonly CountedKind[] = counting.matmul
    ? ['convolution', 'dense', 'matmul']
    : ['convolution', 'dense'];
  const shares = new Map<string, { params: number; macs: number }>();
  const share = (stage: string) => {
    if (!shares.has(stage)) shares.set(stage, { params: 0, macs: 0 });
    return shares.get(stage)!;
  };
  let elementwise = 0;
  onShapes(() =>
    tf.tidy(() => {
      const params = network.init(rng(0));
      const { operations } = countOperations(() => {
        network.forward(params);
        return [];
      });
      const counted = leaves(params).filter(([path]) => isCounted(path, counting));
      const run = new Set(operations.map(({ scope }) => scope.split('/')[0]!).filter((scope) => scope !== ''));
      // What only looks up, as an embedding does, executes nothing that counts and comes first.
      for (const [path] of counted) if (!run.has(stageOf(path))) share(stageOf(path));
      for (const stage of run) share(stage);
      for (const [path, leaf] of counted) share(stageOf(path)).params += leaf.size;
      for (const { kind, count, scope } of operations) {
        if (products.includes(kind)) share(scope.split('/')[0] || 'unnamed').macs += count;
      }
      elementwise = sumOperations(operations, ['elementwise', 'reduction', 'pooling']);
    }),
  );
  const byStage = Object.fromEntries(shares);
  return { ...total(byStage), elementwise, byStage };
}

function isCounted(path: string, { statistics = false, normalisation = true }: Counting): boolean {
  if (!isTrainable(path)) return statistics;
  return normalisation || !/normalisation\/(scale|offset)$/.test(path);
}

function total(byStage: { readonly [stage: string]: CostShare }): CostShare {
  const shares = Object.values(byStage);
  return {
    params: shares.reduce((sum, { params }) => sum + params, 0),
    macs: shares.reduce((sum, { macs }) => sum + macs, 0),
  };
}
