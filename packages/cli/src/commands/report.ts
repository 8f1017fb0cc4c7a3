import { join, resolve } from 'node:path';
import { buildSite } from '@atlas/report';
import { type Command, stringOption } from '../command.js';
import { exitCode } from '../exit-code.js';
import { findWorkspace } from '../workspace.js';

/** `atlas report`: the site, from what is there. */
export const report: Command = {
  name: 'report',
  summary: 'Build the site from results, measurements, artifacts and executed notebooks.',
  positionals: '',
  options: { out: { type: 'string', value: 'DIR', help: 'where the site goes (default: reports/site)' } },
  run: async (invocation) => {
    const root = findWorkspace();
    const out = resolve(stringOption(invocation, 'out') ?? join(root, 'reports/site'));
    const { problems } = await buildSite({ root, out });
    for (const problem of problems) process.stderr.write(`report: ${problem}\n`);
    process.stdout.write(`${join(out, 'index.html')}\n`);
    return exitCode.done;
  },
};
