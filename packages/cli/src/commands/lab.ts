import { basename, join, resolve } from 'node:path';
import { type Command, flag, stringOption } from '../command.js';
import { exitCode, UsageError } from '../exit-code.js';
import { labEnvironment } from '../lab/environment.js';
import { requireJupyterLab } from '../lab/python.js';
import { runLab } from '../lab/server.js';
import { signals } from '../run/signals.js';
import { findWorkspace } from '../workspace.js';

/** @throws UsageError for anything but a port that a person may use */
export function parsePort(given: string): number {
  const port = Number(given);
  if (!/^\d+$/.test(given) || port < 1 || port > 65_535) {
    throw new UsageError(`--port needs a number from 1 to 65535, found "${given}"`);
  }
  return port;
}

/** A path counts from where the person is; a bare name is looked up as the shell does. */
function asProgram(named: string): string {
  return basename(named) === named ? named : resolve(named);
}

function say(line: string): void {
  process.stderr.write(`atlas lab: ${line}\n`);
}

/** A Python with JupyterLab, or the exit code when the person stopped its installation. */
async function prepared(folder: string): Promise<string | number> {
  const { signal, release } = signals();
  try {
    return await labEnvironment({ folder, signal, say });
  } catch (error) {
    if (!signal.aborted) throw error;
    say('stopped; the same command goes on from here');
    return signal.reason === 'SIGTERM' ? exitCode.terminated : exitCode.interrupted;
  } finally {
    release();
  }
}

/** `atlas lab`: JupyterLab with the kernel of this project. */
export const lab: Command = {
  name: 'lab',
  summary: "Open the notebooks in JupyterLab, with this project's kernel; the first time it is installed under .atlas.",
  positionals: '',
  options: {
    port: { type: 'string', value: 'N', help: 'a port that must be free (default: the first free one from 8888 on)' },
    'no-browser': { type: 'boolean', help: 'only print the address' },
    python: { type: 'string', value: 'FILE', help: 'a Python that has JupyterLab, instead of installing one' },
  },
  run: async (invocation) => {
    if (invocation.positionals.length > 0) {
      throw new UsageError(`atlas lab opens all notebooks and takes no names, found "${invocation.positionals[0]}"`);
    }
    const root = findWorkspace();
    const given = stringOption(invocation, 'port');
    const port = given === undefined ? undefined : parsePort(given);
    const folder = join(root, '.atlas', 'jupyter');
    const named = stringOption(invocation, 'python');
    const python = named === undefined ? await prepared(join(folder, 'python')) : requireJupyterLab(asProgram(named));
    if (typeof python === 'number') return python;
    return runLab({
      root,
      python,
      folder,
      browser: !flag(invocation, 'no-browser'),
      ...(port !== undefined && { port }),
    });
  },
};
