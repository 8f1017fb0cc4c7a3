/** What computes, and what a reader must know to get the same numbers again. */
export interface BackendInfo {
  /** 'tensorflow' (native), 'cpu' (plain JavaScript), in a browser also 'webgl' or another that the page registered. */
  readonly name: string;
  /** The version of the TensorFlow library behind the native backend. */
  readonly tensorflowVersion?: string;
  readonly threads: Threads;
  /** Why this is not the fastest backend, and what to do about it: one sentence for the user. */
  readonly notice?: string;
}

/**
 * How TensorFlow shares the processor. Sums are cut differently for different numbers of threads, so the last bits of
 * a result depend on this setting: it belongs to every result.
 */
export interface Threads {
  /** Threads that one operation may use. */
  readonly intraOp: number;
  /** Operations that may run at once in a compiled graph. */
  readonly interOp: number;
}

export interface BackendOptions {
  /** Default: the environment variable ATLAS_BACKEND; without it the native backend, or 'cpu' where that is missing. */
  readonly backend?: string;
  /**
   * How TensorFlow shares the processor; what TF_NUM_INTRAOP_THREADS and TF_NUM_INTEROP_THREADS say comes first. Default:
   * every processor for both. With `intraOp: 1` the results are the same on machines with any number of processors.
   */
  readonly threads?: Partial<Threads>;
}
