import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Begun } from './begun.js';
import { type SlurmCluster, startCluster } from './cluster.js';
import { notebookName, writeNotebook } from './notebook.js';
import { callsIn, noting, type NotedCall, writeNotingPrograms } from './noted-calls.js';
import { Place } from './place.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A cluster, and a workspace with one notebook, in a folder whose path has a space. */
export class Bench {
  readonly notebook: string;
  readonly task = fileURLToPath(new URL('../../dist/cluster/task.js', import.meta.url));

  private constructor(
    readonly cluster: SlurmCluster,
    readonly folder: string,
  ) {
    this.notebook = join(folder, 'notebooks', `${notebookName}.ipynb`);
    mkdirSync(join(folder, 'notebooks'));
    writeFileSync(join(folder, 'nx.json'), '{}');
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeNotebook(join(folder, 'notebooks'));
    writeNotingPrograms(this.#programs, cluster.environment['PATH'] ?? '');
  }

  static async start(): Promise<Bench> {
    return new Bench(await startCluster(), mkdtempSync(join(tmpdir(), 'atlas on slurm-')));
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Where the files of one test go, in each attempt another folder. */
  place(name: string): Place {
    return new Place(mkdtempSync(join(this.folder, `${name} `)));
  }

  /** The environment of a test, in which its calls of Slurm are noted. */
  environment(place: Place): NodeJS.ProcessEnv {
    return noting(this.cluster.environment, this.#programs, place.callsFile);
  }

  calls(place: Place): NotedCall[] {
    return callsIn(place.callsFile);
  }

  /** Begins `atlas run` on this machine alone. */
  runHere(place: Place, ...args: readonly string[]): Begun {
    return this.#begin(place, args);
  }

  /** Begins `atlas run` on the cluster. */
  run(place: Place, ...args: readonly string[]): Begun {
    return this.#begin(place, ['--executor', 'slurm', ...args]);
  }

  /** The same on a machine that has no cluster. */
  runWithoutSlurm(place: Place, ...args: readonly string[]): Begun {
    return this.#begin(place, ['--executor', 'slurm', ...args], { ...this.cluster.environment, PATH: this.folder });
  }

  /** The same at a terminal, where Ctrl-C can be pressed. */
  runAtTerminal(place: Place, ...args: readonly string[]): Begun {
    const words = [...this.#words(place, ['--executor', 'slurm', ...args])].map((word) => `'${word}'`);
    const options = ['--quiet', '--flush', '--return', '--command', `exec ${words.join(' ')}`, '/dev/null'];
    return new Begun('script', options, this.folder, { ...this.environment(place), SHELL: '/bin/sh' });
  }

  #begin(place: Place, args: readonly string[], environment = this.environment(place)): Begun {
    const [program = '', ...words] = this.#words(place, [...args, '--json']);
    return new Begun(program, words, this.folder, environment);
  }

  #words(place: Place, args: readonly string[]): string[] {
    return [process.execPath, main, 'run', notebookName, '--out', place.out, ...args];
  }

  get #programs(): string {
    return join(this.folder, 'programs');
  }
}
