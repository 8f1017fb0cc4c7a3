// Checks notebooks without running them, and strips what a run left in them: see `command.mjs`.
import { workspace } from '../bootstrap/folders.mjs';
import { command } from './command.mjs';

process.exitCode = command(workspace, process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
