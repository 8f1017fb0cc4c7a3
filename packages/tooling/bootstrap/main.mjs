// The first thing that runs on a fresh clone: no dependencies, and nothing newer than any supported Node needs to parse it.
import { explainNodeVersion } from './node-version.mjs';

const problem = explainNodeVersion(process.versions.node);
if (problem) {
  process.stderr.write(problem + '\n');
  process.exit(2);
}
const { run } = await import('./run.mjs');
process.exitCode = await run(process.argv.slice(2));
