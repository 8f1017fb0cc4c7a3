export * from './backend.js';
export * from './convolution.js';
export * from './dense.js';
export * from './initialise.js';
export * from './normalisation.js';
export * from './rng.js';
export * from './shape.js';
export * from './tree.js';
