import { type Command } from './command.js';

function optionLine(name: string, option: Command['options'][string]): string {
  const short = option.short ? `-${option.short}, ` : '';
  const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : '';
  return `  ${`${short}--${name}${value}`.padEnd(26)} ${option.help}`;
}

/** The help of one command. */
export function commandUsage(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => optionLine(name, option));
  return [
    `Usage: atlas ${command.name}${command.positionals ? ` ${command.positionals}` : ''}${options.length > 0 ? ' [options]' : ''}`,
    '',
    command.summary,
    ...(options.length > 0 ? ['', 'Options:', ...options] : []),
    '',
  ].join('\n');
}

/** The list of all commands. */
export function overview(commands: readonly Command[]): string {
  return [
    'Usage: atlas COMMAND [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    '',
    'atlas COMMAND --help tells more about one command.',
    '',
  ].join('\n');
}
