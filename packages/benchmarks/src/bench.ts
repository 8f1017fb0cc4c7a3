import { cpus } from 'node:os';
import { Contenders } from './contenders.js';
import type { BenchFile, BenchTool, BenchWork } from './file/bench-file.js';
import { machine } from './machine.js';
import { runWork, usualEffort, type Effort } from './run-work.js';
import type { Work } from './works/work.js';

export interface BenchOptions {
  readonly works: readonly Work[];
  /** Also run each work op by op. Default true. */
  readonly opByOp?: boolean;
  /** A Python that has PyTorch and JAX, as `peerEnvironment` gives it. Default: no peers. */
  readonly python?: string;
  readonly effort?: Effort;
  /** Times of whole commands, measured elsewhere. */
  readonly tools?: readonly BenchTool[];
  /** Called after each work. */
  readonly onWork?: (done: BenchWork) => void;
}

/** Measures works one after another, and within each work all contenders in turns. */
export async function bench(options: BenchOptions): Promise<BenchFile> {
  const cores = cpus().length;
  const { python } = options;
  const contenders = new Contenders({ opByOp: options.opByOp ?? true, cores, ...(python !== undefined && { python }) });
  const works: BenchWork[] = [];
  try {
    for (const work of options.works) {
      const done = await runWork(work, await contenders.of(work), cores, options.effort ?? usualEffort);
      works.push(done);
      options.onWork?.(done);
    }
    return {
      schemaVersion: 1,
      date: new Date().toISOString(),
      machine: machine(),
      versions: await contenders.versions(),
      works,
      tools: [...(options.tools ?? [])],
    };
  } finally {
    await contenders.stop();
  }
}
