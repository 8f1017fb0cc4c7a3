import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A program that a page shows. */
export interface Example {
  readonly code: string;
  /** What the page says that it prints: a block of text behind it. */
  readonly printed?: string;
}

/**
 * The programs of a Markdown file in the languages js and ts, in order. A block `text` that follows, with at most a
 * paragraph between, is what the program prints.
 * @throws Error where the file shows no program
 */
export function examplesOf(file: URL): Example[] {
  const page = readFileSync(file, 'utf8');
  const blocks = page.matchAll(/```(?:js|ts)\n([^]*?)```(?:(?:\n+[^`#\n][^\n]*)?\n+```text\n([^]*?)```)?/g);
  const examples = [...blocks].map(([, code = '', printed]) => ({ code, ...(printed !== undefined && { printed }) }));
  if (examples.length === 0) throw new Error(`expected a block of js or ts in ${file.pathname}, found none`);
  return examples;
}

/**
 * Runs a program as a module of its own.
 * @param folder where it runs; its imports are resolved from there
 * @returns what it prints
 * @throws Error when the program fails
 */
export function run({ code }: Example, folder: URL | string, env: NodeJS.ProcessEnv = {}): string {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  return execFileSync(process.execPath, ['--input-type=module', '--eval', outputText], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
}
