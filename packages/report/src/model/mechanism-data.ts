import { type Axis } from '../components/axes.js';

/** The paper of a mechanism. */
export type PaperData = { title: string; authors: string; arxiv?: string; venue: string; date: string };

/**
 * Parameters, and multiply-accumulates for an input of the given size, counted at the published configuration: of the
 * whole, of making the weights, and of applying them.
 */
export type CountedCost = {
  parameters: number;
  operations: number;
  ofWeights: number;
  ofApplying: number;
  inputs: string;
};

/** A cost as a paper prints it, for a whole network with the mechanism. */
export type PrintedCost = {
  paper: string;
  where: string;
  network: string;
  quantity: 'params' | 'macs';
  value: number;
  unit: 'M' | 'Mi' | 'G';
  confidence: 'printed' | 'unverified';
};

/** A mechanism as the library declares it, written as data when the site's scripts are bundled. */
export type MechanismData = {
  /** Its short name in the registry, `se`. */
  id: string;
  title: string;
  paper: PaperData;
  axes: Axis[];
  /** TeX of both halves. */
  formula: { g: string; f: string };
  /** The configuration of the paper. */
  publishedConfig: { [name: string]: unknown };
  /** Names of the axes of each map of weights; the key is its path, empty for a single map. */
  weightAxes: { [path: string]: string[] };
  /** Shapes of the first example, for the wires of the diagram. */
  shapes?: { input: { [path: string]: number[] }; weights: { [path: string]: number[] }; output: number[] };
  parameters?: { [path: string]: number[] };
  cost?: CountedCost;
  /** What papers print for networks with it. */
  printed: PrintedCost[];
  /** Source of the file that defines it, and its path in the repository. */
  source: string;
  sourcePath: string;
};

/** The address of a paper on arXiv. */
export function arxivAddress(paper: PaperData): string | undefined {
  return paper.arxiv === undefined ? undefined : `https://arxiv.org/abs/${paper.arxiv}`;
}
