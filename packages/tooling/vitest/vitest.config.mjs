import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { workspace } from '../bootstrap/folders.mjs';

const report = process.env.ATLAS_TEST_REPORT;

// One preset for every package. Files run one after another: TensorFlow uses every core by itself.
export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', '**/*.spec.mjs'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'forks',
    fileParallelism: false,
    // Tests of kernels and browsers start real processes, which a busy machine of continuous integration may delay.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Nx asks its children for colours; what a test reads from a program must not depend on who started it.
    env: { TZ: 'UTC', FORCE_COLOR: '0' },
    reporters: report ? ['default', ['json', { outputFile: resolve(workspace, report) }]] : ['default'],
  },
});
