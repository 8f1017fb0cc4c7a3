import { fileURLToPath } from 'node:url';
import type { ContenderName } from './file/bench-file.js';
import { Contender, type Program } from './process/contender.js';
import { threadSettings } from './process/protocol.js';
import type { Work } from './works/work.js';

// Always the built one, also where this file itself runs as a source in a test.
const worker = fileURLToPath(new URL('../dist/process/worker.js', import.meta.url));
const peerWorker = fileURLToPath(new URL('../peers/worker.py', import.meta.url));

const isOwn = (name: ContenderName): boolean => name === 'compiled' || name === 'op-by-op';

/** What to run beside the compiled functions. */
export interface ContenderChoice {
  /** Beside the compiled function, which always takes part. Default: everybody who can. */
  readonly by?: readonly ContenderName[];
  /** A Python that has the peers. */
  readonly python?: string;
  readonly cores: number;
}

/** The measuring processes, started when first needed and kept until all works are done. */
export class Contenders {
  readonly #choice: ContenderChoice;
  readonly #running = new Map<string, Promise<Contender>>();

  constructor(choice: ContenderChoice) {
    this.#choice = choice;
  }

  /** Everybody who takes part in a work; the compiled function first. */
  async of(work: Work): Promise<[ContenderName, Contender][]> {
    const { by, python } = this.#choice;
    const names: ContenderName[] = [];
    if (work.compiledOnly !== true) names.push('op-by-op');
    if (python !== undefined && work.peers.includes('torch')) names.push('pytorch', 'torch-compile');
    if (python !== undefined && work.peers.includes('jax')) names.push('jax');
    const chosen = names.filter((name) => by === undefined || by.includes(name));
    const started: [ContenderName, Contender][] = [];
    for (const name of ['compiled', ...chosen] as const) started.push([name, await this.#start(name, work)]);
    return started;
  }

  /** A process that nothing has run in; the caller stops it. */
  fresh(name: ContenderName, work: Work): Promise<Contender> {
    return Contender.start(name, this.#program(name, work));
  }

  /** The versions of all that took part. */
  async versions(): Promise<{ [name: string]: string }> {
    const found: { [name: string]: string } = { node: process.versions.node };
    for (const contender of this.#running.values()) Object.assign(found, (await contender).versions);
    return found;
  }

  async stop(): Promise<void> {
    for (const contender of this.#running.values()) (await contender.catch(() => undefined))?.stop();
  }

  #start(name: ContenderName, work: Work): Promise<Contender> {
    const key = isOwn(name) ? `${name} ${work.threads}` : name;
    const running = this.#running.get(key) ?? Contender.start(name, this.#program(name, work));
    this.#running.set(key, running);
    return running;
  }

  #program(name: ContenderName, work: Work): Program {
    return isOwn(name) ? this.#own(name, work) : this.#peer(name);
  }

  #own(name: ContenderName, work: Work): Program {
    const { intraOp, interOp } = threadSettings(work.threads, this.#choice.cores);
    const environment = { TF_NUM_INTRAOP_THREADS: String(intraOp), TF_NUM_INTEROP_THREADS: String(interOp) };
    return { command: process.execPath, args: [worker, name], environment };
  }

  #peer(name: ContenderName): Program {
    const threads = String(this.#choice.cores);
    const environment = {
      OMP_NUM_THREADS: threads,
      MKL_NUM_THREADS: threads,
      JAX_PLATFORMS: 'cpu',
      PYTHONDONTWRITEBYTECODE: '1',
    };
    return { command: this.#choice.python!, args: [peerWorker, name], environment };
  }
}
