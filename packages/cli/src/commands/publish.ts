import { join, relative } from 'node:path';
import { publishOutputs } from '@atlas/report';
import { type Command } from '../command.js';
import { exitCode, UsageError } from '../exit-code.js';
import { findWorkspace } from '../workspace.js';

/** `atlas publish`: the figures of finished runs, to be committed with their results. */
export const publish: Command = {
  name: 'publish',
  summary: 'Keep the figures of finished runs beside their results, for git.',
  positionals: '[NOTEBOOK...]',
  options: {},
  run: async ({ positionals }) => {
    const root = findWorkspace();
    const reports = join(root, 'reports');
    const written = await publishOutputs(reports, positionals);
    const missing = positionals.filter((name) => !written.some((path) => path.endsWith(`/${name}.ipynb`)));
    if (missing.length > 0) {
      throw new UsageError(
        `publish: expected notebooks that have run to their end here, found none of ${missing.join(', ')}. ` +
          'Run them first, for example with `atlas run NOTEBOOK`.',
      );
    }
    for (const path of written) process.stdout.write(`${relative(process.cwd(), join(reports, path))}\n`);
    return exitCode.done;
  },
};
