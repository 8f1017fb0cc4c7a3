#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { exitCodes } from './exit-codes.js';
import { installKernelSpec, uninstallKernelSpec } from './install.js';

const usage = `Usage:
  atlas-kernel --connection-file FILE         run a kernel for the client that wrote FILE
  atlas-kernel install [--data-dir DIR] [--name NAME]     make the kernel known to Jupyter
  atlas-kernel uninstall [--data-dir DIR] [--name NAME]   remove it
DIR is a Jupyter data folder; the user's own if left out. NAME is attention-atlas if left out.
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'connection-file': { type: 'string', short: 'f' },
      'data-dir': { type: 'string' },
      name: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const folder = values['data-dir'];
  const options = values.name === undefined ? {} : { name: values.name };
  if (values.help === true) {
    process.stdout.write(usage);
  } else if (positionals[0] === 'install') {
    process.stdout.write(`Installed ${installKernelSpec(folder, options)}\n`);
  } else if (positionals[0] === 'uninstall') {
    process.stdout.write(`Removed ${uninstallKernelSpec(folder, options)}\n`);
  } else if (values['connection-file'] !== undefined && positionals.length === 0) {
    const { runKernel } = await import('./supervisor/main.js');
    await runKernel(values['connection-file']);
  } else {
    throw new Error(`Nothing to do.\n${usage}`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(exitCodes.usage);
});
