import { join, resolve } from 'node:path';
import type { FoundKernelSpec } from './kernel-spec.js';
import { isExecutable } from './search-path.js';

/** The command line and the environment variables of a kernel process. */
export interface KernelCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Fills in a kernelspec: `{connection_file}` and `{resource_dir}` also inside a longer argument, `${VARIABLE}` in `env`.
 *
 * ipykernel's spec starts plain `python`, which Jupyter replaces by the Python it runs in itself. Here it is the Python
 * of the environment that the kernelspec was found in.
 */
export function kernelCommand(
  { spec, folder }: FoundKernelSpec,
  connectionFile: string,
  outer: Readonly<Record<string, string | undefined>>,
): KernelCommand {
  const fill = (argument: string): string =>
    argument.replaceAll('{connection_file}', connectionFile).replaceAll('{resource_dir}', folder ?? '');
  const [program = '', ...args] = spec.argv.map(fill);
  const env: Record<string, string | undefined> = { ...outer };
  for (const [name, value] of Object.entries(spec.env ?? {})) {
    env[name] = value.replaceAll(/\$\{(\w+)\}/g, (whole, variable: string) => outer[variable] ?? whole);
  }
  return { program: pythonOfEnvironment(program, folder) ?? program, args: [...args, ...withoutHistory(args)], env };
}

/**
 * IPython writes every cell into one database of the user, which kernels that run side by side lock against each other.
 * The history of an unattended run is its notebook.
 */
function withoutHistory(args: readonly string[]): string[] {
  const isIpykernel = args.some((argument) => /^ipykernel(_launcher)?$/.test(argument));
  const isSet = args.some((argument) => argument.startsWith('--HistoryManager.hist_file'));
  return isIpykernel && !isSet ? ['--HistoryManager.hist_file=:memory:'] : [];
}

function pythonOfEnvironment(program: string, folder: string | undefined): string | undefined {
  if (folder === undefined || !/^python(3(\.\d+)?)?$/.test(program)) return undefined;
  // <prefix>/share/jupyter/kernels/<name>
  const python = join(resolve(folder, '..', '..', '..', '..'), 'bin', program);
  return isExecutable(python) ? python : undefined;
}
