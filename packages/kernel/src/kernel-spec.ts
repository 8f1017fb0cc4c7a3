import { fileURLToPath } from 'node:url';

/** A kernelspec as Jupyter reads it from `kernel.json`. */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'signal' | 'message';
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The kernelspec of this kernel, with absolute paths, so that it starts from any working directory.
 * A client replaces `{connection_file}` in `argv` by the path of the connection file.
 */
export function kernelSpec(): KernelSpec {
  const launcher = fileURLToPath(new URL('./launcher.js', import.meta.url));
  return {
    argv: [process.execPath, launcher, 'kernel', '--config-path', '{connection_file}'],
    display_name: 'TypeScript (Attention Atlas)',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: { NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
  };
}
