import { type Canvas } from './rasterise.js';
import { type Random } from './handwriting.js';

/** Adds a picture to another at a place. Where inks overlap, the stronger one is seen. */
export function paste(onto: Canvas, picture: Canvas, left: number, top: number): void {
  for (let row = 0; row < picture.height; row++) {
    for (let column = 0; column < picture.width; column++) {
      const at = (top + row) * onto.width + left + column;
      onto.data[at] = Math.max(onto.data[at]!, picture.data[row * picture.width + column]!);
    }
  }
}

/** Ink from 0 to 1 as pixels from 0 to 255, each with a number from [-noise, noise] added. */
export function develop(source: Canvas, noise: number, random: Random, into: Uint8Array): void {
  for (let at = 0; at < into.length; at++) {
    const value = source.data[at]! + (noise > 0 ? noise * (2 * random() - 1) : 0);
    into[at] = Math.round(255 * Math.min(1, Math.max(0, value)));
  }
}
