const tooling = '{workspaceRoot}/packages/tooling';
// tslab brings a `tsc` of its own, and npm links whichever comes last: the path says which one is meant.
const tsc = 'node ../../node_modules/typescript/bin/tsc';
const compiler = { externalDependencies: ['typescript'] };

/** What the built code of a package, and of everything it depends on, is made from. */
const sources = ['production', '^production', '{workspaceRoot}/tsconfig.base.json', compiler];

/**
 * @param {{ name: string, builds: boolean, typed: boolean, described: boolean }} kind
 * @returns {Record<string, import('@nx/devkit').TargetConfiguration>}
 */
export function packageTargets({ name, builds, typed, described }) {
  const here = { cwd: '{projectRoot}' };
  return {
    ...(builds && {
      build: {
        command: `${tsc} -p tsconfig.build.json`,
        options: here,
        dependsOn: ['^build'],
        inputs: sources,
        outputs: ['{projectRoot}/dist'],
        cache: true,
      },
    }),
    ...(described && {
      api: {
        command: `node packages/tooling/api/main.mjs {projectRoot} .atlas/api/${name}.json`,
        dependsOn: ['build'],
        inputs: [...sources, `${tooling}/api/**/*`],
        outputs: [`{workspaceRoot}/.atlas/api/${name}.json`],
        cache: true,
      },
    }),
    ...(typed && {
      typecheck: {
        command: `${tsc} -p tsconfig.json`,
        options: here,
        // Tests may use the development packages, which build without being dependencies.
        dependsOn: ['build', '^build', { projects: ['testing'], target: 'build' }],
        inputs: ['default', '^production', '{workspaceRoot}/tsconfig.base.json', compiler],
        cache: true,
      },
      lint: {
        command: `eslint --config packages/tooling/eslint/eslint.config.mjs {projectRoot}`,
        inputs: [
          'default',
          '^production',
          `${tooling}/eslint/**/*`,
          { externalDependencies: ['eslint', 'typescript-eslint', '@nx/eslint-plugin'] },
        ],
        cache: true,
      },
    }),
    test: {
      command: 'vitest run --config ../tooling/vitest/vitest.config.mjs --passWithNoTests',
      options: { ...here, env: { ATLAS_TEST_REPORT: `.atlas/tests/${name}.json` } },
      dependsOn: [...(builds ? ['build'] : []), '^build', { projects: ['testing'], target: 'build' }],
      inputs: [
        'default',
        // The examples of the READMEs are run, and the steps of the tutorial are taken.
        `{workspaceRoot}/packages/${name}/**/*.md`,
        // The site is also tested with the results that the repository holds.
        ...(name === 'report' ? ['{workspaceRoot}/notebooks/*', '{workspaceRoot}/reports/*/{default,full}/**/*'] : []),
        '^production',
        `${tooling}/vitest/**/*`,
        { env: 'ATLAS_BACKEND' },
        { env: 'ATLAS_REQUIRE_ALL' },
        { env: 'ATLAS_PYTHON' },
        { env: 'ATLAS_CHROMIUM' },
        { runtime: 'node --version' },
        { externalDependencies: ['vitest', 'fast-check'] },
      ],
      outputs: [`{workspaceRoot}/.atlas/tests/${name}.json`],
      cache: true,
    },
  };
}
