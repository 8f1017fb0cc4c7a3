/** Operations whose result has a shape that depends on values: a graph of fixed shapes cannot hold them. */
const DATA_DEPENDENT = new Set([
  'ListDiff',
  'NonMaxSuppressionV3',
  'NonMaxSuppressionV4',
  'NonMaxSuppressionV5',
  'SparseFillEmptyRows',
  'StringSplit',
  'StringSplitV2',
  'Unique',
  'UniqueV2',
  'Where',
]);

/** Operations that draw from a generator inside TensorFlow, which a recorded graph cannot repeat. */
const RANDOM = new Set(['Multinomial', 'RandomUniform', 'RandomStandardNormal', 'RandomShuffle', 'TruncatedNormal']);

/** Functions of TensorFlow.js that draw in JavaScript: their numbers would be the same in every run of the graph. */
const RANDOM_FUNCTIONS = new Set([
  'dropout',
  'multinomial',
  'rand',
  'randomGamma',
  'randomNormal',
  'randomStandardNormal',
  'randomUniform',
  'randomUniformInt',
  'truncatedNormal',
]);

export const RANDOM_REMEDY =
  'Give the function a seed tensor (see seedTensor) and draw with randomUniformFrom or dropout of this package';

/** Why an operation cannot be recorded, and what to do; undefined when it can. */
export function refusal(operation: string): { problem: string; remedy: string } | undefined {
  if (DATA_DEPENDENT.has(operation)) {
    return {
      problem: `the shape of the result of ${operation} depends on values, which a graph of fixed shapes cannot express`,
      remedy: 'Compute it outside and pass the result in, or use a mask of fixed shape',
    };
  }
  if (RANDOM.has(operation)) {
    return { problem: `${operation} draws random numbers from a hidden generator`, remedy: RANDOM_REMEDY };
  }
  return undefined;
}

/** The random function of TensorFlow.js among the scopes that are open, if there is one. */
export function randomFunctionAmong(scopes: readonly string[]): string | undefined {
  return scopes.map((scope) => scope.replace(/__op$/, '')).find((scope) => RANDOM_FUNCTIONS.has(scope));
}
