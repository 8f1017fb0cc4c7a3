/**
 * What a computation costs, counted from the operations that it really executes.
 *
 * A product with a kernel counts as one logical operation however the backend carries it out: a grouped or dilated
 * convolution that is split, spread or padded for want of a native kernel counts as the convolution of the paper.
 */
export { type CountedKind, type CountedOperation } from './cost/operation.js';
export { costScope, countOperations, logicalProduct, sumOperations, uncounted } from './cost/recorder.js';
export { isOnShapes, onShapes } from './cost/shape-backend.js';
