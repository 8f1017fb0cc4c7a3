/** Numbers of one map of weights, with the name of each of its rows. */
export type GateRow = { name: string; values: number[] };

/** What a network with gates made of a picture. */
export type GateLook = {
  /** Probability of each class. */
  answer: number[];
  classes: string[];
  /** Gates of each block, in the order of the network. */
  blocks: { place: string; rows: GateRow[] }[];
};

/** What a network that looks piece by piece made of a picture. */
export type GlimpseLook = {
  answer: number[];
  classes: string[];
  /** Where it looked, in pixels of the picture. */
  path: { x: number; y: number }[];
  /** Sides of the patches of a glimpse in pixels, the sharp one first. */
  sides: number[];
};

/** What a live part shows of one network: the picture that it gets, and what it makes of it. */
export type DigitLook = ({ kind: 'gates' } & GateLook) | ({ kind: 'glimpses' } & GlimpseLook);

/** How large a digit is in the pictures of a network, and how large these are. */
export type PictureSize = { side: number; height: number; centred: boolean };
