// Checks notebooks without running them: `main.mjs typecheck|lint [notebook...] [--json]`.
import { workspace } from '../bootstrap/folders.mjs';
import { command } from './command.mjs';

process.exitCode = command(workspace, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
