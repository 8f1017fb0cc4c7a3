import type { Group } from '../works/work.js';

/** Who runs a work: this project in two ways, and other libraries. */
export const contenderNames = ['compiled', 'op-by-op', 'pytorch', 'torch-compile', 'jax'] as const;
export type ContenderName = (typeof contenderNames)[number];

/** What one contender took for one work. Times in milliseconds. */
export type BenchEntry = {
  contender: ContenderName;
  median: number;
  /** Quartiles. */
  low: number;
  high: number;
  samples: number;
  /** The first call, with tracing and compiling. */
  firstCall: number;
  /** Memory at most of a first call, beyond what was there before; where the work asks for it and the system tells it. */
  peakBytes?: number;
  /** How far its outputs are from those of the compiled function, relative to their norm; its own have none. */
  difference?: number;
  layout?: string;
};

export type BenchWork = {
  id: string;
  group: Group;
  title: string;
  size: string;
  threads: { intraOp: number; interOp: number };
  operations?: number;
  bytes?: number;
  entries: BenchEntry[];
  /** Contenders that could not run it, with their reasons. */
  failures: { contender: ContenderName; message: string }[];
};

/** Something that is timed as a whole command, not as a function. Times in milliseconds. */
export type BenchTool = { id: string; title: string; median: number; low: number; high: number; samples: number };

/** Everything that one run of `atlas bench` measured. */
export type BenchFile = {
  schemaVersion: 1;
  /** When the run ended, ISO 8601 in UTC. */
  date: string;
  machine: {
    processor: string;
    cores: number;
    memoryBytes: number;
    system: string;
    /** Processes that wanted to run, averaged over the minute before the end: more than one means that others ran, too. */
    load: number;
  };
  versions: { [name: string]: string };
  works: BenchWork[];
  tools: BenchTool[];
};
