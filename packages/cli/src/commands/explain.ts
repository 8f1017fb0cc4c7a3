import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { type Command, flag, stringOption } from '../command.js';
import { exitCode, UsageError } from '../exit-code.js';
import { findWorkspace, parseProfile, resolveNotebook } from '../workspace.js';

/** Everything that can change a notebook's results, by name. */
export type InputParts = Readonly<Record<string, string>>;

/** Asks the very script whose digest is the input of the notebook's Nx target. */
export async function inputParts(root: string, name: string, profile: string): Promise<InputParts> {
  const script = join(root, 'packages/tooling/nx/digest.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, name, profile, '--parts'], {
    maxBuffer: 1e8,
  });
  return JSON.parse(stdout) as InputParts;
}

/** Where a run leaves the inputs it ran with. */
export function inputsFile(reports: string, profile: string, name: string): string {
  return join(reports, 'logs', profile, `${name}.inputs.json`);
}

/** One line for each input that differs. */
export function changedInputs(before: InputParts, now: InputParts): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names
    .filter((name) => before[name] !== now[name])
    .map((name) => {
      if (before[name] === undefined) return `new: ${name}`;
      if (now[name] === undefined) return `gone: ${name}`;
      return `changed: ${name} (${before[name]} → ${now[name]})`;
    });
}

/** `atlas explain`: why a notebook would run or be reused. */
export const explain: Command = {
  name: 'explain',
  summary: 'Why a notebook would run or be reused: which input changed since its last run.',
  positionals: 'NOTEBOOK',
  options: {
    profile: { type: 'string', value: 'NAME', help: 'smoke, default or full (default: default)' },
    all: { type: 'boolean', help: 'list every input, changed or not' },
  },
  run: async (invocation) => {
    const root = findWorkspace();
    const [given] = invocation.positionals;
    if (!given) throw new UsageError('which notebook? for example: atlas explain 05-channel');
    const name = basename(resolveNotebook(root, given), '.ipynb');
    const profile = parseProfile(stringOption(invocation, 'profile'));
    const now = await inputParts(root, name, profile);
    if (flag(invocation, 'all')) {
      for (const [input, value] of Object.entries(now))
        process.stdout.write(`${value.slice(0, 16).padEnd(17)} ${input}\n`);
    }
    const file = inputsFile(join(root, 'reports'), profile, name);
    if (!existsSync(file)) {
      process.stdout.write(`${name} (${profile}) would run: it has not run here before, unless the Nx cache has it.\n`);
      return exitCode.done;
    }
    const changes = changedInputs(JSON.parse(readFileSync(file, 'utf8')) as InputParts, now);
    process.stdout.write(
      changes.length === 0
        ? `${name} (${profile}) would be reused: none of its ${Object.keys(now).length} inputs has changed.\n`
        : `${name} (${profile}) would run again:\n${changes.map((line) => `  ${line}\n`).join('')}`,
    );
    return exitCode.done;
  },
};
