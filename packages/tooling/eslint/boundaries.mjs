/**
 * The arrows between packages. A package may import only those listed behind it; everything else fails lint.
 */
const arrows = {
  tensor: [],
  attention: ['tensor'],
  models: ['attention', 'tensor'],
  schemas: [],
  lab: ['tensor', 'schemas'],
  notebook: ['schemas'],
  kernel: [],
  runner: ['schemas'],
  cluster: ['runner', 'schemas'],
  report: ['schemas', 'tensor', 'attention', 'models'],
  benchmarks: ['tensor', 'attention', 'models', 'schemas'],
  cli: ['cluster', 'kernel', 'models', 'attention', 'report', 'runner', 'schemas', 'tensor', 'lab', 'benchmarks'],
  testing: [],
  tooling: [],
};

/** Development helpers that any package may use in its tests. */
const forTests = ['testing'];

export const dependencyConstraints = Object.entries(arrows).map(([name, targets]) => ({
  sourceTag: `package:${name}`,
  onlyDependOnLibsWithTags: [...targets, ...(name === 'testing' ? [] : forTests), name].map(
    (target) => `package:${target}`,
  ),
}));
