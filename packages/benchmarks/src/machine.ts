import { cpus, loadavg, release, totalmem, type } from 'node:os';
import type { BenchFile } from './file/bench-file.js';

/** What the times of a run belong to. */
export function machine(): BenchFile['machine'] {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() || 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    load: loadavg()[0] ?? 0,
  };
}
