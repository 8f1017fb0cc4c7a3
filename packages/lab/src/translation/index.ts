export * from './corpus/made-sentences.js';
export { phenomenaOf, type Phenomena } from './corpus/phenomena.js';
export * from './metrics/alignment.js';
export * from './metrics/bleu.js';
export * from './metrics/resampling.js';
