import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { kernelSpec } from './kernel-spec.js';

export interface InstallOptions {
  /** The name that notebooks refer to; `attention-atlas` if left out. `tslab` stands in for stock tslab. */
  readonly name?: string;
}

const defaultName = 'attention-atlas';

/**
 * Makes the kernel known to Jupyter clients, VS Code among them, by writing `kernels/NAME/kernel.json`.
 *
 * @param dataFolder a Jupyter data folder, for instance an entry of JUPYTER_PATH; the user's own if left out
 * @returns the folder that holds the kernelspec
 * @throws when the name is not one that Jupyter accepts, or another kernel has it
 */
export function installKernelSpec(dataFolder = userDataFolder(), { name = defaultName }: InstallOptions = {}): string {
  const folder = specFolder(dataFolder, name);
  if (existsSync(folder) && !isOurs(folder)) {
    throw new Error(`${folder} belongs to another kernel: remove it first, or choose another name.`);
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(kernelSpec(), undefined, 2)}\n`);
  return folder;
}

/**
 * Removes what `installKernelSpec` has written.
 *
 * @returns the folder that was removed
 * @throws when nothing is installed there, or another kernel is
 */
export function uninstallKernelSpec(
  dataFolder = userDataFolder(),
  { name = defaultName }: InstallOptions = {},
): string {
  const folder = specFolder(dataFolder, name);
  if (!existsSync(folder)) throw new Error(`No kernel is installed in ${folder}.`);
  if (!isOurs(folder)) throw new Error(`${folder} belongs to another kernel and is left alone.`);
  rmSync(folder, { recursive: true });
  return folder;
}

/** Where Jupyter keeps the kernels of this user. */
export function userDataFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const home = homedir();
  if (environment['JUPYTER_DATA_DIR']) return environment['JUPYTER_DATA_DIR'];
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'jupyter');
  return join(environment['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'jupyter');
}

function specFolder(dataFolder: string, name: string): string {
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name)) {
    throw new Error(`"${name}" is not a kernel name: expected letters, digits, ".", "_" and "-".`);
  }
  return join(dataFolder, 'kernels', name);
}

/** Whether the kernelspec starts this kernel, from this folder or from one that has been moved or removed since. */
function isOurs(folder: string): boolean {
  try {
    const spec = JSON.parse(readFileSync(join(folder, 'kernel.json'), 'utf8')) as { metadata?: { package?: unknown } };
    return spec.metadata?.package === kernelSpec().metadata['package'];
  } catch {
    return false;
  }
}
