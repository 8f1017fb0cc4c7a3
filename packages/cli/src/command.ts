import { type ParseArgsConfig } from 'node:util';

/** The options of a command, as node:util's parseArgs takes them, each with a line of help. */
export type Options = {
  readonly [name: string]: NonNullable<ParseArgsConfig['options']>[string] & {
    readonly help: string;
    /** Placeholder of the value in the usage line: `DIR`. */
    readonly value?: string;
  };
};

/** What the person typed, sorted. */
export type Invocation = {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
};

/** One command of `atlas`. It answers with the exit code. */
export type Command = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the name in the usage line: `[notebook...]`. */
  readonly positionals: string;
  readonly options: Options;
  readonly run: (invocation: Invocation) => Promise<number>;
};

/** The value of an option that takes one, or undefined where it was not given. */
export function stringOption({ values }: Invocation, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** The values of an option that may be given several times. */
export function listOption({ values }: Invocation, name: string): string[] {
  const value = values[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether a switch was given. */
export function flag({ values }: Invocation, name: string): boolean {
  return values[name] === true;
}
