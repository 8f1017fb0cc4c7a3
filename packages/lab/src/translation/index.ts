export * from './corpus/made-sentences.js';
export { phenomenaOf, type Phenomena } from './corpus/phenomena.js';
