/**
 * Prints what the library declares about its mechanisms, and the first pictures of the live parts, as JSON. It runs in a process of its own, because importing
 * the library loads TensorFlow.js, and the program that builds the site never does.
 */
import { allMechanisms, exampleInstance, type AnyMechanism, type MechanismName } from '@atlas/attention';
import { costOfMechanism, publishedCosts, typicalInputs } from '@atlas/models';
import { leaves, onShapes, rng, type TensorTree } from '@atlas/tensor';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { type CountedCost } from '../model/mechanism-data.js';
import { examplePicture } from './saliency/example-picture.js';
import { saliencyOf } from './saliency/saliency.js';
import { startChoice } from './self-attention/choice.js';
import { attentionSteps } from './self-attention/steps.js';

/** Networks that have one mechanism in all their blocks. */
const modelsOf: Readonly<Record<string, string>> = { sk: 'sknet50', gsop: 'gsopnet1' };

type Shapes = { [path: string]: number[] };

function shapesOf(tree: TensorTree): Shapes {
  return Object.fromEntries(leaves(tree).map(([path, tensor]) => [path, [...tensor.shape]]));
}

function exampleShapes(mechanism: AnyMechanism): object {
  return onShapes(() => {
    const instance = exampleInstance(mechanism, rng(1));
    const { output, weights } = instance.apply(instance.params, instance.input);
    return { input: shapesOf(instance.input), weights: shapesOf(weights), output: [...output.shape] };
  });
}

function publishedParameters(mechanism: AnyMechanism): object {
  return onShapes(() => {
    const params = mechanism.init(mechanism.publishedConfig, rng(1));
    return { parameters: shapesOf(params) };
  });
}

/** The cost at the published configuration, on an input of the size that the paper applies the mechanism to. */
function publishedCost(mechanism: AnyMechanism): { cost: CountedCost } {
  const { name, publishedConfig } = mechanism;
  const { params, macs, g, f, input } = costOfMechanism(
    mechanism,
    publishedConfig,
    typicalInputs[name as MechanismName],
  );
  const inputs = Object.entries(input).map(([path, sizes]) => `${path} ${sizes.join(' × ')}`.trim());
  return {
    cost: { parameters: params, operations: macs, ofWeights: g.macs, ofApplying: f.macs, inputs: inputs.join(', ') },
  };
}

/** What papers print for networks with a mechanism. */
function printedCosts(name: string): object[] {
  return publishedCosts
    .filter(({ request }) => request.attention === name || request.model === modelsOf[name])
    .map(({ paper, where, network, quantity, value, unit, confidence }) => ({
      paper,
      where,
      network,
      quantity,
      value,
      unit,
      confidence,
    }));
}

/** A count that a mechanism does not support is left out of its page, with the reason on the error stream. */
function attempt(mechanism: AnyMechanism, what: (mechanism: AnyMechanism) => object): object {
  try {
    return what(mechanism);
  } catch (error) {
    console.error(`${mechanism.name}: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  }
}

const described = allMechanisms.map((mechanism) => {
  const { name, title, paper, axes, formula, publishedConfig } = mechanism;
  const weightAxes = mechanism.weightAxes(publishedConfig);
  const shapes = attempt(mechanism, exampleShapes);
  return {
    id: name,
    title,
    paper,
    axes,
    formula,
    publishedConfig,
    weightAxes,
    shapes,
    ...attempt(mechanism, publishedParameters),
    ...attempt(mechanism, publishedCost),
    printed: printedCosts(name),
  };
});

async function main(): Promise<void> {
  await tf.setBackend('cpu');
  const stills = { attention: attentionSteps(startChoice), saliency: saliencyOf(examplePicture(), 3) };
  console.log(JSON.stringify({ mechanisms: described, stills }));
}

void main();
