import { cpus } from 'node:os';
import { Contenders } from './contenders.js';
import type { BenchFile, BenchTool, BenchWork, ContenderName } from './file/bench-file.js';
import { machine } from './machine.js';
import { runWork, usualEffort, type Effort } from './run-work.js';
import type { Work } from './works/work.js';

export interface BenchOptions {
  readonly works: readonly Work[];
  /** Contenders beside the compiled function. Default: all that can run a work. */
  readonly by?: readonly ContenderName[];
  /** A Python that has PyTorch and JAX, as `peerEnvironment` gives it. Default: no peers. */
  readonly python?: string;
  readonly effort?: Effort;
  /** Times of whole commands, measured elsewhere. */
  readonly tools?: readonly BenchTool[];
  /** Called after each work, with everything so far: a run that is broken off leaves what it had. */
  readonly onWork?: (done: BenchWork, soFar: BenchFile) => void;
}

/** Measures works one after another, and within each work all contenders in turns. */
export async function bench(options: BenchOptions): Promise<BenchFile> {
  const cores = cpus().length;
  const { by, python } = options;
  const contenders = new Contenders({ cores, ...(by && { by }), ...(python !== undefined && { python }) });
  const works: BenchWork[] = [];
  const soFar = async (): Promise<BenchFile> => ({
    schemaVersion: 1,
    date: new Date().toISOString(),
    machine: machine(),
    versions: await contenders.versions(),
    works: [...works],
    tools: [...(options.tools ?? [])],
  });
  try {
    for (const work of options.works) {
      const fresh = (name: ContenderName) => contenders.fresh(name, work);
      const done = await runWork(work, await contenders.of(work), cores, options.effort ?? usualEffort, fresh);
      works.push(done);
      options.onWork?.(done, await soFar());
    }
    return await soFar();
  } finally {
    await contenders.stop();
  }
}
