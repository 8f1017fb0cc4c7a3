export { kernelSpec, type KernelSpec } from './kernel-spec.js';
