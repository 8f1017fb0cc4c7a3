import { createRequire } from 'node:module';

/** The exact versions that decide what a cell means. */
export interface KernelVersions {
  readonly kernel: string;
  readonly tslab: string;
  readonly typescript: string;
  readonly node: string;
}

/** Read from the packages themselves, without loading the compiler. */
export function kernelVersions(): KernelVersions {
  const require = createRequire(import.meta.url);
  const fromTslab = createRequire(require.resolve('tslab/package.json'));
  return {
    kernel: versionOf(require('../package.json')),
    tslab: versionOf(require('tslab/package.json')),
    typescript: versionOf(fromTslab('@tslab/typescript-for-tslab/package.json')),
    node: process.versions.node,
  };
}

function versionOf(manifest: unknown): string {
  return (manifest as { version: string }).version;
}
