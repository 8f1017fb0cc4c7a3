import { type DatasetOptions, openDataset } from './dataset.js';
import { DatasetError } from './dataset-error.js';
import { parseIdx } from './idx.js';
import { type ImageSet } from './image-set.js';

/** The two halves of the MNIST database: 60,000 and 10,000 digits of 28 x 28 pixels. */
export interface Mnist {
  readonly train: ImageSet;
  readonly test: ImageSet;
}

/**
 * The MNIST database of handwritten digits (LeCun, Cortes and Burges), read from `datasets/mnist/dataset.json`.
 * @throws DatasetError if it cannot be had or is damaged
 */
export async function loadMnist(options: DatasetOptions = {}): Promise<Mnist> {
  const dataset = openDataset('mnist', options);
  const half = async (name: 'train' | 't10k'): Promise<ImageSet> => {
    const images = parseIdx(await dataset.read(`${name}-images-idx3-ubyte`), `${name}-images-idx3-ubyte`);
    const labels = parseIdx(await dataset.read(`${name}-labels-idx1-ubyte`), `${name}-labels-idx1-ubyte`);
    const [count = 0, height = 0, width = 0] = images.shape;
    if (images.shape.length !== 3 || labels.shape.length !== 1 || labels.shape[0] !== count) {
      throw new DatasetError(
        'corrupt',
        `mnist ${name}: expected as many labels as pictures, found [${labels.shape.join(', ')}] labels ` +
          `and [${images.shape.join(', ')}] pictures.`,
      );
    }
    return { count, height, width, classes: 10, images: images.values, labels: labels.values };
  };
  return { train: await half('train'), test: await half('t10k') };
}
