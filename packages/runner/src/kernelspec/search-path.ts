import { accessSync, constants } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** The surroundings that decide where Jupyter keeps its files. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly home: string;
}

/** The surroundings on this machine, with the environment of this process or another. */
export function surroundingsOf(env: Surroundings['env'] = process.env): Surroundings {
  return { env, platform: process.platform, home: homedir() };
}

/** The user's Jupyter data folder, as `jupyter --data-dir` names it. */
export function dataFolder({ env, platform, home }: Surroundings): string {
  if (env['JUPYTER_DATA_DIR']) return env['JUPYTER_DATA_DIR'];
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'jupyter');
  return join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'jupyter');
}

/** The folder for connection files, as `jupyter --runtime-dir` names it. */
export function runtimeFolder(surroundings: Surroundings): string {
  return surroundings.env['JUPYTER_RUNTIME_DIR'] ?? join(dataFolder(surroundings), 'runtime');
}

/**
 * The folders that hold `kernels/<name>/kernel.json`, first match first: `$JUPYTER_PATH`; then the user's folder and
 * the Python environments in reach (in the order `JUPYTER_PREFER_ENV_PATH` sets, an active environment first by
 * default); then the system's.
 *
 * Jupyter itself knows one environment, that of the running Python. Without Python it is found through the active
 * virtual or conda environment and through the first `jupyter`, `python3` or `python` on the path.
 */
export function searchPath(surroundings: Surroundings): string[] {
  const { env, platform } = surroundings;
  const own = (env['JUPYTER_PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const active = [env['VIRTUAL_ENV'], env['CONDA_PREFIX']].filter((prefix): prefix is string => Boolean(prefix));
  const environments = [...active, ...prefixesOnPath(surroundings)].map((prefix) => join(prefix, 'share', 'jupyter'));
  const user = [dataFolder(surroundings)];
  const preferred = env['JUPYTER_PREFER_ENV_PATH'];
  const environmentFirst = preferred === undefined ? active.length > 0 : !/^(|0|no|n|false|off)$/i.test(preferred);
  const system =
    platform === 'win32'
      ? [join(env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'jupyter')]
      : ['/usr/local/share/jupyter', '/usr/share/jupyter'];
  const middle = environmentFirst ? [...environments, ...user] : [...user, ...environments];
  return [...new Set([...own, ...middle, ...system])];
}

/** Where connection files go when the user's own folder cannot be written. */
export function fallbackRuntimeFolder(): string {
  return join(tmpdir(), `jupyter-runtime-${process.getuid?.() ?? 'user'}`);
}

function prefixesOnPath({ env }: Surroundings): string[] {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return ['jupyter', 'python3', 'python'].flatMap((program) => {
    const folder = folders.find((candidate) => isExecutable(join(candidate, program)));
    return folder === undefined ? [] : [dirname(folder)];
  });
}

/** Whether a file exists and this process may run it. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
