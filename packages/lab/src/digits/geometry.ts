/** A point of the plane: x grows to the right, y downwards. */
export type Point = readonly [x: number, y: number];

/** The affine map (x, y) -> (a x + b y + c, d x + e y + f). */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export function applyAffine(map: Affine, [x, y]: Point): Point {
  return [map.a * x + map.b * y + map.c, map.d * x + map.e * y + map.f];
}

/**
 * The map "shear, then rotate, then scale, then move so that `from` lands on `to`".
 *
 * The rotation is given by t = tan(angle / 2), because cos = (1 - t^2)/(1 + t^2) and sin = 2t/(1 + t^2) need only
 * arithmetic. Unlike Math.sin and Math.cos, arithmetic gives the same bits on every machine.
 */
export function similarity(options: {
  readonly from: Point;
  readonly to: Point;
  readonly scaleX: number;
  readonly scaleY: number;
  readonly halfAngleTangent: number;
  readonly shear: number;
}): Affine {
  const { from, to, scaleX, scaleY, shear, halfAngleTangent: t } = options;
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  const a = scaleX * cos;
  const b = scaleX * (cos * shear - sin);
  const d = scaleY * sin;
  const e = scaleY * (sin * shear + cos);
  return { a, b, c: to[0] - a * from[0] - b * from[1], d, e, f: to[1] - d * from[0] - e * from[1] };
}

/** A smooth curve through `points` (Catmull-Rom), as a polyline with `pieces` segments between two points. */
export function smoothCurve(points: readonly Point[], pieces = 5): Point[] {
  const curve: Point[] = [];
  const last = points.length - 1;
  const closed = last > 1 && points[0]![0] === points[last]![0] && points[0]![1] === points[last]![1];
  for (let i = 0; i < last; i++) {
    const p1 = points[i]!;
    const p2 = points[i + 1]!;
    // Beyond the ends of an open curve the neighbour is mirrored, so that the curve leaves its end points straight.
    const p0 = points[i - 1] ?? (closed ? points[last - 1]! : mirror(p1, p2));
    const p3 = points[i + 2] ?? (closed ? points[1]! : mirror(p2, p1));
    for (let piece = 0; piece < pieces; piece++) curve.push(catmullRom(p0, p1, p2, p3, piece / pieces));
  }
  if (last >= 0) curve.push(points[last]!);
  return curve;
}

function mirror(centre: Point, point: Point): Point {
  return [2 * centre[0] - point[0], 2 * centre[1] - point[1]];
}

function catmullRom(p0: Point, p1: Point, p2: Point, p3: Point, t: number): Point {
  const at = (i: 0 | 1): number =>
    0.5 *
    (2 * p1[i] +
      (p2[i] - p0[i]) * t +
      (2 * p0[i] - 5 * p1[i] + 4 * p2[i] - p3[i]) * t * t +
      (3 * p1[i] - p0[i] - 3 * p2[i] + p3[i]) * t * t * t);
  return [at(0), at(1)];
}
