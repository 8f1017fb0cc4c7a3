import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { LabFolder } from './lab-folder.js';

const atlas = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A running `atlas lab`. */
export class Lab {
  private constructor(
    private readonly child: ChildProcess,
    /** Where it answers, with its token. */
    private readonly address: URL,
  ) {}

  static async start({ folder }: LabFolder, python: string): Promise<Lab> {
    const child = spawn(process.execPath, [atlas, 'lab', '--no-browser', '--python', python], {
      cwd: folder,
      // Settings and history of whoever runs the tests stay out of it.
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: join(folder, 'config'),
        JUPYTER_DATA_DIR: join(folder, 'data'),
        JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
        JUPYTERLAB_SETTINGS_DIR: join(folder, 'settings'),
        JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    const address = await new Promise<URL>((resolve, reject) => {
      const listen = (chunk: Buffer): void => {
        log += chunk.toString();
        const [found] = /http:\/\/127\.0\.0\.1:\d+\/lab\S*\?token=\w+/.exec(log) ?? [];
        if (found !== undefined) resolve(new URL(found));
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('close', (code) => reject(new Error(`atlas lab ended with ${code}:\n${log}`)));
    });
    return new Lab(child, address);
  }

  /** Where a notebook is opened. */
  notebook(name: string): string {
    const url = new URL(this.address);
    url.pathname = `/lab/tree/notebooks/${name}.ipynb`;
    return url.href;
  }

  /** Ctrl-C. @returns the exit code */
  stop(): Promise<number | null> {
    return new Promise((resolve) => {
      this.child.once('close', resolve);
      this.child.kill('SIGINT');
    });
  }
}
