import type { Countables } from './countable.js';
import { glimpseCountables } from './glimpses.js';
import { costOfNetwork } from './network-cost.js';
import { expectChoice, type CostReport, type CostRequest, type Counting } from './request.js';
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
  const { params, macs, byStage } = costOfNetwork(network, request.counting);
  const { attention, variant, input } = network;
  const described = convention(network.conventions, request.counting ?? {});
  return { model, attention, variant, input, params, macs, convention: described, byStage };
}

function convention(conventions: readonly string[], { matmul, statistics, normalisation = true }: Counting): string {
  return [
    ...conventions,
    `multiply-accumulates of convolutions${matmul ? ', dense layers and matrix products' : ' and dense layers'}`,
    !normalisation
      ? 'parameters without those of normalisation'
      : statistics
        ? 'parameters with running statistics'
        : 'trainable parameters',
  ].join('; ');
}
