import { spawnSync } from 'node:child_process';
import { UsageError } from '../exit-code.js';

/** The oldest Python that the pinned JupyterLab and everything below it run on. */
const oldest = [3, 10] as const;

/** Prints the version, or fails where a virtual environment with pip cannot be made. */
const probe = 'import ensurepip, sys, venv; print("%d.%d.%d" % sys.version_info[:3])';

const wayOut = [
  'JupyterLab needs Python 3.10 or newer with venv and pip. To get it:',
  '  Debian, Ubuntu   sudo apt install python3 python3-venv',
  '  Fedora           sudo dnf install python3',
  '  macOS            brew install python',
  '  Windows          winget install Python.Python.3.12',
  'Or name a Python that has JupyterLab already: atlas lab --python FILE',
].join('\n');

/** What a Python answers to the probe: its version, or why it will not do. */
function examine(program: string): { version: string } | { problem: string } {
  const { status, stdout, stderr, error } = spawnSync(program, ['-c', probe], { encoding: 'utf8' });
  if (error) return { problem: 'not found' };
  if (status !== 0) return { problem: stderr.trim().split('\n').at(-1) ?? `exit code ${status}` };
  const version = stdout.trim();
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const newEnough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  return newEnough ? { version } : { problem: `version ${version} is too old` };
}

/**
 * The first of these programs that can make a virtual environment.
 * @throws UsageError when none can: what was found, and what to install
 */
export function findPython(programs: readonly string[] = ['python3', 'python']): string {
  const problems: string[] = [];
  for (const program of programs) {
    const found = examine(program);
    if ('version' in found) return program;
    problems.push(`${program}: ${found.problem}`);
  }
  throw new UsageError(`no usable Python (${problems.join('; ')}).\n${wayOut}`);
}

/**
 * Makes sure that a Python which somebody named has JupyterLab.
 * @throws UsageError when it has not
 */
export function requireJupyterLab(python: string): string {
  const { status, stderr, error } = spawnSync(python, ['-c', 'import jupyterlab'], { encoding: 'utf8' });
  if (status === 0) return python;
  const reason = error ? error.message : (stderr.trim().split('\n').at(-1) ?? '');
  throw new UsageError(
    `${python} cannot import jupyterlab (${reason}). Install it there (${python} -m pip install jupyterlab), ` +
      'or leave --python out: atlas lab then makes an environment of its own.',
  );
}
