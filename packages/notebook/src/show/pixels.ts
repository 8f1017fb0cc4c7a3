import { type TensorLike } from './tensor-like.js';
import { StudyError } from '../study-error.js';

/** A picture as numbers: rows of pixels of one, three or four channels. */
export type Pixels = { width: number; height: number; channels: 1 | 3 | 4; data: Uint8Array };

export type Range = {
  /** The values that become black and full brightness; 0 and 1 if left out. Bytes need none. */
  range?: readonly [number, number];
};

/** What `show.image` draws: a tensor or nested arrays of shape [height, width] or [height, width, channels]. */
export type Picture = TensorLike | readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[];

/** Every pixel as a square of `scale` by `scale` pixels, so that a small picture stays sharp wherever it is shown. */
export function enlarge(pixels: Pixels, scale: number): Pixels {
  const { channels, data } = pixels;
  const [width, height] = [pixels.width * scale, pixels.height * scale];
  const large = new Uint8Array(width * height * channels);
  for (let position = 0; position < large.length; position++) {
    const channel = position % channels;
    const column = Math.floor((Math.floor(position / channels) % width) / scale);
    const row = Math.floor(Math.floor(position / (channels * width)) / scale);
    large[position] = data[(row * pixels.width + column) * channels + channel] ?? 0;
  }
  return { width, height, channels, data: large };
}

type Flat = { shape: readonly number[]; values: ArrayLike<number>; integer: boolean };

function flatten(picture: Picture, what: string): Flat {
  if ('dataSync' in picture) {
    return { shape: picture.shape, values: picture.dataSync(), integer: picture.dtype === 'int32' };
  }
  const [firstRow] = picture;
  const [firstPixel] = firstRow ?? [];
  const shape = [picture.length, firstRow?.length ?? 0, ...(Array.isArray(firstPixel) ? [firstPixel.length] : [])];
  const values = picture.flat(2) as number[];
  if (values.length !== shape.reduce((product, size) => product * size, 1)) {
    throw new StudyError(
      `${what}: its rows and pixels must all have the same length as the first, [${shape.join(', ')}]`,
    );
  }
  return { shape, values, integer: false };
}

function requireChannels(shape: readonly number[], what: string): 1 | 3 | 4 {
  const channels = shape[2] ?? 1;
  if ((shape.length === 2 || shape.length === 3) && (channels === 1 || channels === 3 || channels === 4))
    return channels;
  throw new StudyError(
    `${what}: expected [height, width] or [height, width, 1, 3 or 4 channels], found [${shape.join(', ')}]`,
  );
}

/**
 * Values as bytes. Fractions are scaled from `range`; an int32 tensor is taken to hold bytes already.
 *
 * @throws StudyError for another shape, an empty picture or a value that is not finite.
 */
export function toPixels(picture: Picture, what: string, options: Range = {}): Pixels {
  const { shape, values, integer } = flatten(picture, what);
  const channels = requireChannels(shape, what);
  const [height = 0, width = 0] = shape;
  if (height === 0 || width === 0) throw new StudyError(`${what} has no pixels: its shape is [${shape.join(', ')}]`);
  const [low, high] = options.range ?? (integer ? [0, 255] : [0, 1]);
  if (!(high > low))
    throw new StudyError(`${what}: expected a range [low, high] with low < high, found [${low}, ${high}]`);
  const data = Uint8Array.from(values, (value, index) => {
    if (!Number.isFinite(value))
      throw new StudyError(`${what} has the value ${value} at position ${index}: pixels must be finite`);
    return Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low))));
  });
  return { width, height, channels, data };
}
