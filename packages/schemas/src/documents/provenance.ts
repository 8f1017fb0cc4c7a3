/** What a run ran on and with. */
export type Provenance = {
  /** Versions of what takes part: node, typescript, tslab, tensorflow, tfjs, and every @atlas package. */
  versions: { [name: string]: string };
  backend: {
    name: string;
    tensorflowVersion?: string;
    /** Said where the run fell back to another backend than wanted. */
    notice?: string;
  };
  /** Threads inside one operation, and operations at once; 0 means "the library decides". */
  threads: { intra: number; inter: number };
  processor: { model: string; cores: number; architecture: string; features?: string[] };
  platform: { system: string; release: string; memoryBytes: number };
  seeds: number[];
  git: { commit: string; modified: boolean } | null;
};
