import * as tf from '@tensorflow/tfjs-core';
import { isTrainable } from '@atlas/attention';
import { countOperations, leaves, onShapes, rng, type CountedKind } from '@atlas/tensor';
import type { Countables } from './countable.js';
import { glimpseCountables } from './glimpses.js';
import { expectChoice, type CostReport, type CostRequest, type CostShare, type Counting } from './request.js';
import { sequenceCountables } from './sequence.js';
import { visionCountables } from './vision.js';

const countables: Countables = { ...visionCountables, ...sequenceCountables, ...glimpseCountables };

export const costModelNames: readonly string[] = Object.keys(countables);

/**
 * What a published network costs: its parameters, counted from its real weights, and the multiply-accumulates of one
 * input, counted from the operations that a real forward pass executes. The pass runs on shapes alone, so that any
 * network takes well under a second and no backend has to be started.
 * @throws RangeError when a name is not known, or an option does not fit the model
 */
export function costOf(request: CostRequest): CostReport {
  const model = expectChoice(request.model, costModelNames, 'model')!;
  const network = countables[model]!(request);
  const { counting = {} } = request;
  const kinds: readonly CountedKind[] = counting.matmul ? ['convolution', 'dense', 'matmul'] : ['convolution', 'dense'];
  const shares = new Map<string, { params: number; macs: number }>();
  const share = (stage: string) => {
    if (!shares.has(stage)) shares.set(stage, { params: 0, macs: 0 });
    return shares.get(stage)!;
  };
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
      for (const [path] of counted) if (!run.has(network.stageOf(path))) share(network.stageOf(path));
      for (const stage of run) share(stage);
      for (const [path, leaf] of counted) share(network.stageOf(path)).params += leaf.size;
      for (const { kind, count, scope } of operations) {
        if (kinds.includes(kind)) share(scope.split('/')[0]!).macs += count;
      }
    }),
  );
  const byStage = Object.fromEntries(shares);
  return {
    model,
    attention: network.attention,
    variant: network.variant,
    input: network.input,
    ...total(byStage),
    convention: convention(network.conventions, counting),
    byStage,
  };
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

function convention(conventions: readonly string[], { matmul, statistics, normalisation = true }: Counting): string {
  return [
    `multiply-accumulates of convolutions${matmul ? ', dense layers and matrix products' : ' and dense layers'}`,
    ...conventions,
    `parameters ${normalisation ? 'with' : 'without'} normalisation${statistics ? ' and its running statistics' : ''}`,
  ].join('; ');
}
