import { fileURLToPath } from 'node:url';
import { protocolVersion } from './protocol/message.js';

/** A kernelspec as Jupyter reads it from `kernel.json`. */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'signal' | 'message';
  readonly kernel_protocol_version: string;
  readonly env: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * The kernelspec of this kernel, with absolute paths, so that it starts from any working directory.
 * A client replaces `{connection_file}` in `argv` by the path of the connection file, and starts the kernel in the
 * folder of the notebook: imports are resolved from there. SIGINT interrupts the kernel as a message does.
 */
export function kernelSpec(): KernelSpec {
  const program = fileURLToPath(new URL('./bin.js', import.meta.url));
  return {
    argv: [process.execPath, program, '--connection-file', '{connection_file}'],
    display_name: 'TypeScript (Attention Atlas)',
    language: 'typescript',
    interrupt_mode: 'message',
    kernel_protocol_version: protocolVersion,
    env: {},
    metadata: { debugger: false, package: '@atlas/kernel' },
  };
}
