import type { Work } from '../works/work.js';

/** What a measuring process is asked: one JSON document on one line of its standard input. */
export type Request =
  | {
      readonly do: 'prepare';
      readonly work: string;
      /** Where inputs and expected outputs lie as safetensors; written by the first process that prepares. */
      readonly folder: string;
    }
  /** Runs the prepared work a number of times. */
  | { readonly do: 'measure'; readonly runs: number }
  | { readonly do: 'release' };

/** And what it answers: one JSON document on one line of its standard output. */
export type Answer =
  | { readonly kind: 'ready'; readonly versions: Readonly<Record<string, string>> }
  | {
      readonly kind: 'prepared';
      /** Milliseconds of the first call, with tracing and compiling. */
      readonly firstCall: number;
      /** Memory at most during that call, beyond what was there before; where the system tells. */
      readonly peakBytes?: number;
      /** Largest distance of an output from the expected one, relative to the norm of that; null: nothing compared. */
      readonly difference: number | null;
      /** The layout that was the better one, where there is a choice. */
      readonly layout?: string;
    }
  | { readonly kind: 'measured'; readonly milliseconds: readonly number[] }
  | { readonly kind: 'released' }
  | { readonly kind: 'failed'; readonly message: string };

/** Names of the files in the folder of a work. */
export const exchange = {
  inputs: 'inputs.safetensors',
  expected: 'expected.safetensors',
  about: 'about.json',
} as const;

/** TensorFlow's thread settings for both ways to use the processors. */
export function threadSettings(threads: Work['threads'], cores: number): { intraOp: number; interOp: number } {
  return threads === 'inside' ? { intraOp: cores, interOp: cores } : { intraOp: 1, interOp: cores };
}
