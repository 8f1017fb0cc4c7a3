export * from './layers/convolution-unit.js';
export * from './residual/block.js';
export * from './residual/config.js';
export * from './residual/depths.js';
export * from './residual/digits.js';
export * from './residual/network.js';
export * from './residual/placement.js';
export * from './retrieval/retriever.js';
