import { type Evidence, type NotebookContract } from '@atlas/schemas';
import { readContract } from './contract-file.js';
import { kernelSink } from './display/kernel-sink.js';
import { type Sink } from './display/sink.js';
import { artifactOutput } from './record/artifact.js';
import { CheckError, checkOutput } from './record/check.js';
import { claimOutput } from './record/claim.js';
import { computedArtifact } from './record/computed-artifact.js';
import { measurementOutput } from './record/measurement.js';
import { resultOutput } from './record/result.js';

/** What a notebook records. Everything goes into its outputs as scraps, and stays with the notebook. */
export type Study = {
  /** The notebook's name: `05-channel`. */
  readonly name: string;
  readonly contract: NotebookContract;
  /** Records a value that the seed determines. It is rounded and validated as the contract says. */
  result(name: string, data: unknown): void;
  /**
   * Records the evidence of a claim, decides it by the contract's rule and shows the card.
   *
   * @example atlas.claim('se-helps', { seeds, values: withSe, baseline: plain, control: { values: fixed, baseline: plain } })
   */
  claim(id: string, evidence: Evidence): void;
  /** Records an identity, and throws a CheckError if it is not true. */
  check(id: string, passed: boolean, detail?: string): void;
  /** Records a value that depends on the machine: a time, an amount of memory. */
  measurement(name: string, data: unknown): void;
  /** Records a file for the report, at most 32 MiB. */
  artifact(name: string, content: Uint8Array | string): void;
  /**
   * Records a file that takes long to compute, and returns its bytes. `atlas run --resume` takes those of a run that was
   * broken off, if neither this cell nor any input before it has changed.
   *
   * @example const weights = await atlas.computed('weights.safetensors', async () => encode(await train()));
   */
  computed(name: string, compute: () => Uint8Array | Promise<Uint8Array>): Promise<Uint8Array>;
};

export type StudyOptions = {
  /** Folder of the contract; the working directory if left out. */
  directory?: string;
  /** Where outputs go; the kernel if left out. */
  sink?: Sink;
};

/**
 * Opens a notebook's contract, `<name>.schema.json`, and returns what its cells record with.
 *
 * @param name the notebook's file name without `.ipynb`.
 * @throws StudyError if there is no contract of that name; DocumentError with every problem if it is invalid.
 */
export function study(name: string, options: StudyOptions = {}): Study {
  const { directory = process.cwd(), sink = kernelSink } = options;
  const contract = readContract(name, directory);
  return {
    name,
    contract,
    result: (result, data) => sink(resultOutput(contract, result, data)),
    claim: (id, evidence) => sink(claimOutput(contract, id, evidence)),
    check(id, passed, detail = '') {
      sink(checkOutput(contract, id, passed, detail));
      if (!passed) throw new CheckError(`check "${id}" did not pass${detail === '' ? '' : `: ${detail}`}`);
    },
    measurement: (measurement, data) => sink(measurementOutput(contract, measurement, data)),
    artifact: (artifact, content) => sink(artifactOutput(artifact, content)),
    computed: (artifact, compute) => computedArtifact(sink, artifact, compute),
  };
}
