import { requireInteger } from '@atlas/tensor';

/**
 * channels / reduction: the width of a bottleneck.
 * @throws RangeError when the reduction is larger than the channels or does not divide them
 */
export function reducedChannels(channels: number, reduction: number, mechanism: string): number {
  requireInteger(channels, `${mechanism} channels`);
  requireInteger(reduction, `${mechanism} reduction`);
  if (reduction > channels) {
    throw new RangeError(`${mechanism} reduction: expected at most the ${channels} channels, found ${reduction}.`);
  }
  if (channels % reduction !== 0) {
    throw new RangeError(
      `${mechanism} channels: expected a multiple of the reduction ${reduction}, found ${channels}.`,
    );
  }
  return channels / reduction;
}

/**
 * An odd kernel size: only these have a centre.
 * @throws RangeError when the size is even or not a positive integer
 */
export function requireOdd(kernelSize: number, mechanism: string): number {
  requireInteger(kernelSize, `${mechanism} kernelSize`);
  if (kernelSize % 2 === 0) {
    throw new RangeError(`${mechanism} kernelSize: expected an odd number, found ${kernelSize}.`);
  }
  return kernelSize;
}
