import { describe, expect, it } from 'vitest';
import { type Point, similarity, applyAffine, smoothCurve } from './geometry.js';
import { canvas, drawPolyline } from './rasterise.js';

const total = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0);

describe('drawPolyline', () => {
  it('inks a straight stroke by its exact width', () => {
    const target = canvas(20, 9);
    // Pixels whose middle is at most 1 from the line y = 4.5 are full, those 1.5 away have no ink left.
    drawPolyline(
      target,
      [
        [2, 4.5],
        [18, 4.5],
      ],
      1,
    );
    const column = Array.from({ length: 9 }, (_, row) => target.data[row * 20 + 10]);
    expect(column).toEqual([0, 0, 0, 0.5, 1, 0.5, 0, 0, 0]);
  });

  it('is as dark as the area it covers, wherever it lies', () => {
    const area = 2 * 1.5 * 10 + Math.PI * 1.5 ** 2;
    for (const angle of [0, 0.3, 0.8, 1.4]) {
      for (const [x, y] of [
        [16, 16],
        [16.3, 15.8],
      ] as Point[]) {
        const target = canvas(32, 32);
        const [dx, dy] = [5 * Math.cos(angle), 5 * Math.sin(angle)];
        drawPolyline(
          target,
          [
            [x - dx, y - dy],
            [x + dx, y + dy],
          ],
          1.5,
        );
        expect(Math.abs(total(target.data) - area) / area).toBeLessThan(0.03);
      }
    }
  });

  it('does not darken where strokes cross or leave the canvas', () => {
    const target = canvas(10, 10);
    drawPolyline(
      target,
      [
        [-5, 5],
        [15, 5],
      ],
      1,
      0.8,
    );
    drawPolyline(
      target,
      [
        [5, -5],
        [5, 15],
      ],
      1,
      0.8,
    );
    expect(Math.max(...target.data)).toBeCloseTo(0.8, 6);
  });

  it('draws a single point as a dot', () => {
    const target = canvas(9, 9);
    drawPolyline(target, [[4.5, 4.5]], 2);
    expect(total(target.data)).toBeGreaterThan(0.9 * Math.PI * 4);
  });
});

describe('similarity', () => {
  it('turns by twice the half angle, about the given point', () => {
    const map = similarity({ from: [1, 1], to: [5, 5], scaleX: 2, scaleY: 2, halfAngleTangent: 1, shear: 0 });
    // A quarter turn and a doubling of (1, 0) is (0, 2).
    const [x, y] = applyAffine(map, [2, 1]);
    expect(x).toBeCloseTo(5, 12);
    expect(y).toBeCloseTo(7, 12);
  });
});

describe('smoothCurve', () => {
  it('passes through its points and closes without a corner', () => {
    const square: Point[] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ];
    const curve = smoothCurve(square, 4);
    expect(curve).toHaveLength(17);
    square.forEach((point, i) => expect(curve[4 * i]).toEqual(point));
    // By symmetry the curve is half as far out at the middle of each side.
    const out = curve[2]![1];
    expect(out).toBeLessThan(0);
    expect(curve[14]![0]).toBeCloseTo(out, 12);
  });
});
