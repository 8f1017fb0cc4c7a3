#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { DocumentError } from '@atlas/schemas';
import { type Command, type Invocation } from './command.js';
import { commands } from './commands/index.js';
import { exitCode, UsageError } from './exit-code.js';
import { commandUsage, overview } from './usage.js';

function parse(command: Command, args: string[]): Invocation {
  try {
    return parseArgs({ args, options: { ...command.options }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${commandUsage(command)}`);
  }
}

/**
 * Runs one command line.
 * @param args what follows `atlas`
 * @returns the exit code
 */
export async function main([name = '--help', ...args]: string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(overview(commands));
    return exitCode.done;
  }
  const command = commands.find((candidate) => candidate.name === name);
  try {
    if (!command) throw new UsageError(`unknown command "${name}"\n\n${overview(commands)}`);
    if (args.includes('--help') || args.includes('-h')) {
      process.stdout.write(commandUsage(command));
      return exitCode.done;
    }
    return await command.run(parse(command, args));
  } catch (error) {
    if (error instanceof UsageError || error instanceof DocumentError) {
      process.stderr.write(`atlas: ${error.message}\n`);
      return exitCode.usage;
    }
    process.stderr.write(`atlas: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCode.failed;
  }
}

process.exitCode = await main(process.argv.slice(2));
