/** One name of each library that a network needs, and one that only Node has. */
export const everywhere = `
import { initSqueezeExcite, mechanisms, squeezeExcite } from '@atlas/attention';
import { residualClassifier } from '@atlas/models';
import { chooseBackend, randomNormal, rng } from '@atlas/tensor';
`;
export const inNode = `
import { kernelSpec } from '@atlas/kernel';
import { madeDigits } from '@atlas/lab';
import { study } from '@atlas/notebook';
import { runNotebook } from '@atlas/runner';
import { parseNotebookContract } from '@atlas/schemas';
`;

/** Computes something small; its value is the same wherever it runs. */
export const compute = `
function gate() {
  const x = randomNormal(rng(2), [1, 4, 4, 8]);
  const { output, weights } = squeezeExcite(initSqueezeExcite({ channels: 8, reduction: 2 }, rng(1)), x);
  const rounded = Array.from(weights.dataSync(), (value) => Math.round(value * 1e4));
  return JSON.stringify([output.shape, rounded, Object.keys(mechanisms).includes('se'), typeof residualClassifier]);
}
`;

/** Where a module is not found, or its types are lost, everything from it is any. */
export const typesAreKnown = `
type IsAny<T> = 0 extends 1 & T ? true : false;
${[
  ...['initSqueezeExcite', 'mechanisms', 'residualClassifier', 'chooseBackend', 'randomNormal'],
  ...['kernelSpec', 'madeDigits', 'study', 'runNotebook', 'parseNotebookContract'],
]
  .map((name) => `export const ${name}IsAny: IsAny<typeof ${name}> = false;`)
  .join('\n')}
`;

/** A notebook for the kernel named tslab. */
export function notebookOf(...sources: readonly string[]): string {
  const cells = sources.map((source, index) => ({
    id: `cell-${index}`,
    cell_type: 'code',
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  return JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}
