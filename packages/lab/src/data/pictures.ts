import { decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import { DatasetError } from './dataset-error.js';
import { type DatasetOptions, openDataset } from './dataset.js';

/** A colour picture as bytes: `data[(row * width + column) * 3 + colour]`, red, green, blue. */
export interface NaturalPicture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * The natural pictures of `datasets/pictures/dataset.json`, in its order. Grey ones get three equal colours.
 * @throws DatasetError if one cannot be had or is damaged
 */
export async function loadPictures(options: DatasetOptions = {}): Promise<NaturalPicture[]> {
  const dataset = openDataset('pictures', options);
  const pictures: NaturalPicture[] = [];
  for (const { path } of dataset.manifest.files) pictures.push(decodePicture(path, await dataset.read(path)));
  return pictures;
}

/**
 * A PNG of eight bits or a JPEG, by the end of its name.
 * @throws DatasetError if it is neither
 */
export function decodePicture(path: string, file: Uint8Array): NaturalPicture {
  const name = path.replace(/\.[a-z]+$/, '');
  if (path.endsWith('.jpg')) {
    const { width, height, data } = decodeJpeg(file, { useTArray: true });
    return { name, width, height, data: colours(data, 4, width * height) };
  }
  if (path.endsWith('.png')) {
    const { width, height, data, channels, depth } = decodePng(file);
    if (depth === 8) return { name, width, height, data: colours(data, channels, width * height) };
  }
  throw new DatasetError('corrupt', `picture ${path}: expected a PNG of eight bits or a JPEG.`);
}

/** Grey becomes three equal colours; opacity is left out. */
function colours(data: ArrayLike<number>, channels: number, pixels: number): Uint8Array {
  const grey = channels < 3;
  return Uint8Array.from({ length: pixels * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return data[pixel * channels + (grey ? 0 : at % 3)]!;
  });
}
