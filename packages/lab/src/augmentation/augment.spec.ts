import { rng } from '@atlas/tensor';
import { describe, expect, it } from 'vitest';
import { madeDigits } from '../digits/made-digits.js';
import { augment } from './augment.js';

const none = { shift: 0, rotation: 0, scale: 0, shear: 0, elastic: 0 };
const set = madeDigits(40, rng(1));
const all = Array.from({ length: 40 }, (_, i) => i);

/** Middle of the ink, in pixels. */
function centre(image: Uint8Array): [number, number] {
  let [x, y, ink] = [0, 0, 0];
  image.forEach((value, at) => {
    x += value * (at % 28);
    y += value * Math.floor(at / 28);
    ink += value;
  });
  return [x / ink, y / ink];
}

/** Mean over the pictures of what each of the two numbers of `measure` changes by. */
function change(copies: Uint8Array, measure: (image: Uint8Array) => [number, number]): number[] {
  return all.flatMap((i) => {
    const before = measure(set.images.subarray(i * 784, (i + 1) * 784));
    const after = measure(copies.subarray(i * 784, (i + 1) * 784));
    return [Math.abs(after[0] - before[0]), Math.abs(after[1] - before[1])];
  });
}

describe('augment', () => {
  it('changes nothing when every option is 0', () => {
    expect(augment(set, all, rng(3), none)).toEqual(set.images);
  });

  it('gives each picture its own change, which neither order nor company alters', () => {
    const together = augment(set, [3, 5], rng(3));
    expect(augment(set, [5], rng(3))).toEqual(together.subarray(784));
    expect(augment(set, [3], rng(4))).not.toEqual(together.subarray(0, 784));
  });

  it('shifts by at most the given pixels', () => {
    const moves = change(augment(set, all, rng(3), { ...none, shift: 3 }), centre);
    expect(Math.max(...moves)).toBeLessThanOrEqual(3.05);
    expect(Math.max(...moves)).toBeGreaterThan(2);
  });

  it.each(['rotation', 'scale', 'shear', 'elastic'] as const)('has an effect of %s alone', (name) => {
    const copies = augment(set, all, rng(3), {
      ...none,
      [name]: name === 'rotation' ? 20 : name === 'elastic' ? 2 : 0.3,
    });
    const changed = all.filter((i) =>
      copies.subarray(i * 784, (i + 1) * 784).some((v, at) => Math.abs(v - set.images[i * 784 + at]!) > 40),
    );
    expect(changed.length).toBeGreaterThan(30);
  });

  it('keeps about as much ink', () => {
    const ink = (image: Uint8Array): [number, number] => [image.reduce((sum, value) => sum + value, 0) / 784, 0];
    const before = set.images.reduce((sum, value) => sum + value, 0) / set.images.length;
    const changes = change(augment(set, all, rng(3)), ink).filter((_, i) => i % 2 === 0);
    expect(Math.max(...changes)).toBeLessThan(0.5 * before);
  });
});
