import {
  decodeRecurrentAttention,
  loadNetwork,
  recurrentAttention,
  residualNetwork,
  type LoadedNetwork,
} from '@atlas/models';
import { leaves } from '@atlas/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { type LiveKind } from '../../model/live-models.js';
import { type DigitLook, type GateRow, type PictureSize } from './looks.js';
import { type Ink } from './strokes.js';

/** A trained network that reads a digit and lets one see what it attended to. */
export type DigitNetwork = {
  size: PictureSize;
  /** How often it can look before it answers; undefined for a network that sees everything at once. */
  glimpses?: number;
  look(picture: Ink, glimpses?: number): DigitLook;
};

/** Side of the scenes of the paper, and height of a digit in them, in pixels. */
const strewn = { side: 60, height: 18, centred: false } as const;

/** Reads an artifact. Throws where the file is damaged or does not fit its description. */
export function digitNetwork(kind: LiveKind, file: Uint8Array): DigitNetwork {
  return kind === 'glimpses' ? glimpsing(file) : gated(loadNetwork(file));
}

function gated({ params, config, description }: LoadedNetwork): DigitNetwork {
  const side = Math.min(description.input.height, description.input.width);
  return {
    size: { side, height: Math.round(0.62 * Math.min(side, 30)), centred: true },
    look: ({ pixels }) =>
      tf.tidy(() => {
        const image = tf.tensor4d(pixels, [1, side, side, 1]);
        const { output, weights } = residualNetwork(params, image, { config });
        const blocks = leaves(weights).map(([place, gate]) => ({ place: blockWords(place), rows: rowsOf(gate) }));
        const classes = [...description.classes];
        return { kind: 'gates', answer: probabilities(output), classes, blocks };
      }),
  };
}

function glimpsing(file: Uint8Array): DigitNetwork {
  const { params, config } = decodeRecurrentAttention(file);
  const { glimpses = 6, patchSize = 8, scales = 1, classes = 10 } = config;
  return {
    size: strewn,
    glimpses,
    look: ({ pixels, side }, count = glimpses) =>
      tf.tidy(() => {
        const image = tf.tensor4d(pixels, [1, side, side, 1]);
        const { output, weights } = recurrentAttention(params, image, { config: { ...config, glimpses: count } });
        const places = weights.location.arraySync()[0] ?? []; // [glimpse, down and across]
        // A place outside of the picture is seen at its border.
        const pixel = (place: number): number => ((Math.min(1, Math.max(-1, place)) + 1) / 2) * side;
        return {
          kind: 'glimpses',
          answer: probabilities(output),
          classes: Array.from({ length: classes }, (_, index) => String(index)),
          path: places.map(([down = 0, across = 0]) => ({ x: pixel(across), y: pixel(down) })),
          sides: Array.from({ length: scales }, (_, scale) => patchSize * 2 ** scale),
        };
      }),
  };
}

function probabilities(scores: tf.Tensor2D): number[] {
  return Array.from(tf.softmax(scores).dataSync());
}

/** `stage3/block1` in words. */
function blockWords(place: string): string {
  const [, stage = '', block = ''] = /^stage(\d+)\/block(\d+)/.exec(place) ?? [];
  return `stage ${stage}, block ${block}`;
}

/** A gate per channel [1, channel], or weights of branches [1, branch, channel]. */
function rowsOf(gate: tf.Tensor): GateRow[] {
  const channels = gate.shape.at(-1) ?? 1;
  const values = Array.from(gate.dataSync());
  const rows = Array.from({ length: values.length / channels }, (_, row) =>
    values.slice(row * channels, (row + 1) * channels),
  );
  return rows.map((row, index) => ({ name: rows.length === 1 ? 'gates' : `branch ${index + 1}`, values: row }));
}
