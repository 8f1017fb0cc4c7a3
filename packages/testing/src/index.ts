export * from './backends.js';
export * from './expect-close.js';
export * from './grad-check.js';
export * from './leak.js';
export * from './properties.js';
export { type Tree } from './tree.js';
