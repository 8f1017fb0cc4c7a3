import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { installKernelSpec } from '@atlas/kernel';
import { writeSettings } from './settings.js';

export type LabRequest = {
  /** The workspace. */
  readonly root: string;
  /** A Python that has JupyterLab. */
  readonly python: string;
  /** Where kernelspec and settings are written, such as `.atlas/jupyter`. */
  readonly folder: string;
  /** A port that must be free; without one it is the first free one from 8888 on. */
  readonly port?: number;
  readonly browser: boolean;
};

/** The arguments of Python: JupyterLab for this person alone, with the notebooks in its file browser. */
export function labArguments({ root, port, browser }: LabRequest, settings: string): string[] {
  return [
    ...['-m', 'jupyterlab'],
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.root_dir=${root}`,
    `--FileContentsManager.preferred_dir=${join(root, 'notebooks')}`,
    `--LabApp.app_settings_dir=${settings}`,
    // Ctrl-C arrives twice where a terminal sends it to the whole group; a question in between would be in the way.
    '--ServerApp.answer_yes=True',
    ...(port === undefined ? [] : [`--ServerApp.port=${port}`, '--ServerApp.port_retries=0']),
    ...(browser ? [] : ['--no-browser']),
    // The only user of a container is often root, which Jupyter refuses unless told; address and token protect it too.
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
  ];
}

/**
 * Starts JupyterLab, with this project's kernel under the name `tslab` that the notebooks carry, and waits for its end.
 * The kernelspec is found through JUPYTER_PATH: what is installed for this person elsewhere stays as it is.
 * Signals are handed on.
 * @returns JupyterLab's exit code, or 128 and the signal that ended it
 */
export function runLab(request: LabRequest): Promise<number> {
  const dataFolder = join(request.folder, 'share');
  installKernelSpec(dataFolder, { name: 'tslab' });
  const settings = writeSettings(join(request.folder, 'settings'));
  const jupyterPath = [dataFolder, process.env['JUPYTER_PATH']].filter(Boolean).join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn(request.python, labArguments(request, settings), {
      cwd: request.root,
      env: { ...process.env, JUPYTER_PATH: jupyterPath },
      stdio: 'inherit',
    });
    const handOn = (signal: NodeJS.Signals): void => void child.kill(signal);
    const handed = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of handed) process.on(signal, handOn);
    const release = (): void => {
      for (const signal of handed) process.off(signal, handOn);
    };
    child.once('error', (error) => {
      release();
      reject(error);
    });
    child.once('close', (code, signal) => {
      release();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
