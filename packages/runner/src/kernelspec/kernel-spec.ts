import { isObject } from '@atlas/schemas';
import { objectAt, textAt, textsAt } from '../json.js';

/** How to start a kernel: the content of Jupyter's `kernel.json`. */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode?: 'signal' | 'message';
  readonly env?: Readonly<Record<string, string>>;
}

/** A kernelspec that was found, under its name and with the folder that holds its resources. */
export interface FoundKernelSpec {
  readonly name: string;
  readonly spec: KernelSpec;
  readonly folder?: string;
}

/** A kernel that cannot be found or whose description is unusable. */
export class KernelSpecError extends Error {
  override readonly name = 'KernelSpecError';
}

/** Checks the content of a `kernel.json`. Throws {@link KernelSpecError} naming the file. */
export function readKernelSpec(value: unknown, file: string): KernelSpec {
  if (!isObject(value)) throw new KernelSpecError(`${file}: expected an object, found ${describe(value)}`);
  const argv = textsAt(value, 'argv');
  if (argv.length === 0 || !Array.isArray(value['argv']) || argv.length !== value['argv'].length) {
    throw new KernelSpecError(
      `${file}: expected "argv" to be a list of at least one text, found ${describe(value['argv'])}`,
    );
  }
  const language = textAt(value, 'language');
  if (language === undefined) {
    throw new KernelSpecError(`${file}: expected "language" to be a text, found ${describe(value['language'])}`);
  }
  const env: Record<string, string> = {};
  for (const [name, setting] of Object.entries(objectAt(value, 'env')))
    if (typeof setting === 'string') env[name] = setting;
  return {
    argv,
    language,
    display_name: textAt(value, 'display_name') ?? language,
    interrupt_mode: value['interrupt_mode'] === 'message' ? 'message' : 'signal',
    env,
  };
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}
