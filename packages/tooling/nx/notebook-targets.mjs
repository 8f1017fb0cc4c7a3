/**
 * What a cell imports from the workspace decides what has to be built before the notebook can run.
 * @param {string} text the .ipynb
 * @returns {string[]} package folders, sorted
 */
export function importedPackages(text) {
  const found = text.matchAll(/from '@atlas\/([a-z-]+)'/g);
  return [...new Set([...found].map((match) => match[1]))].sort();
}

/** Packages that take part in every run, whatever the cells import. */
const always = ['cli', 'kernel', 'notebook', 'runner', 'schemas'];

/**
 * @param {string} text the .ipynb
 * @param {string} name for example `05-channel`
 * @param {boolean} alone whether nothing may run beside it
 * @returns {Record<string, import('@nx/devkit').TargetConfiguration>}
 */
export function notebookTargets(text, name, alone) {
  const builds = { projects: [...new Set([...always, ...importedPackages(text)])], target: 'build' };
  const targets = {};
  for (const profile of ['smoke', 'default', 'full']) {
    targets[`run-${name}-${profile}`] = {
      command: `node packages/cli/dist/main.js run notebooks/${name}.ipynb --profile ${profile}`,
      dependsOn: [builds],
      // One digest over everything that can change a result; `atlas explain` prints its parts.
      inputs: [{ runtime: `node packages/tooling/nx/digest.mjs ${name} ${profile}` }],
      outputs: ['results', 'measurements', 'notebooks', 'logs']
        .map((folder) => `{workspaceRoot}/reports/${folder}/${profile}/${name}.*`)
        .concat(`{workspaceRoot}/reports/artifacts/${name}/${profile}`),
      parallelism: !alone,
      cache: true,
    };
  }
  return targets;
}
