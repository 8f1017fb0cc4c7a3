export type { CellDisplay } from './executor/display.js';
export { exitCodes } from './exit-codes.js';
export { installKernelSpec, uninstallKernelSpec, userDataFolder, type InstallOptions } from './install.js';
export { kernelSpec, type KernelSpec } from './kernel-spec.js';
export { kernelVersions, type KernelVersions } from './versions.js';
