import type { IttiKochConfig, SpectralResidualConfig } from '../../src/index.js';
import { largest, leaf, mean, Nd, relu, sum } from './nd.js';
import type { Reference } from './reference.js';

/** Beyond its edge an image goes on as in a mirror, as often as needed. */
const mirrored = (index: number, length: number): number => {
  let place = index;
  while (place < 0 || place >= length) place = place < 0 ? -1 - place : 2 * length - 1 - place;
  return place;
};

type Plane = { readonly height: number; readonly width: number; readonly at: (i: number, j: number) => number };

const plane = (height: number, width: number, at: (i: number, j: number) => number): Plane => {
  const data = Nd.build([height, width], (i, j) => at(i!, j!));
  return { height, width, at: (i, j) => data.at(i, j) };
};

const smoothed = (x: Plane, taps: readonly number[]): Plane => {
  const half = (taps.length - 1) / 2;
  const down = plane(x.height, x.width, (i, j) =>
    sum(taps.length, (t) => taps[t]! * x.at(mirrored(i + t - half, x.height), j)),
  );
  return plane(x.height, x.width, (i, j) =>
    sum(taps.length, (t) => taps[t]! * down.at(i, mirrored(j + t - half, x.width))),
  );
};

const halved = (x: Plane): Plane => {
  const smooth = smoothed(x, [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16]);
  return plane(Math.ceil(x.height / 2), Math.ceil(x.width / 2), (i, j) => smooth.at(2 * i, 2 * j));
};

const pyramid = (x: Plane): Plane[] => {
  const scales = [x];
  while (scales.length < 9) scales.push(halved(scales.at(-1)!));
  return scales;
};

/** Linear interpolation at a fraction of the sides; beyond the last pixel the last pixel. */
const interpolated = (x: Plane, height: number, width: number): Plane =>
  plane(height, width, (i, j) => {
    const [row, column] = [(i * x.height) / height, (j * x.width) / width];
    const [top, left] = [Math.floor(row), Math.floor(column)];
    const [bottom, right] = [Math.min(top + 1, x.height - 1), Math.min(left + 1, x.width - 1)];
    const upper = x.at(top, left) * (1 - (column - left)) + x.at(top, right) * (column - left);
    const lower = x.at(bottom, left) * (1 - (column - left)) + x.at(bottom, right) * (column - left);
    return upper * (1 - (row - top)) + lower * (row - top);
  });

const gabor = (x: Plane, degrees: number): Plane => {
  const angle = (degrees * Math.PI) / 180;
  const response = (phase: number) => {
    const weight = (u: number, v: number) => Math.exp(-(u * u + v * v) / 8);
    const wave = (u: number, v: number) =>
      Math.cos((2 * Math.PI * (v * Math.cos(angle) + u * Math.sin(angle))) / 5 + phase);
    const over = (term: (u: number, v: number) => number) => sum(9, (a) => sum(9, (b) => term(a - 4, b - 4)));
    const offset = over((u, v) => weight(u, v) * wave(u, v)) / over(weight);
    const tap = (u: number, v: number) => weight(u, v) * (wave(u, v) - offset);
    const norm = over((u, v) => Math.abs(tap(u, v)));
    return (i: number, j: number) =>
      over((u, v) => tap(u, v) * x.at(mirrored(i + u, x.height), mirrored(j + v, x.width))) / norm;
  };
  const [even, odd] = [response(0), response(Math.PI / 2)];
  return plane(x.height, x.width, (i, j) => Math.hypot(even(i, j), odd(i, j)));
};

const range = (first: number, last: number, length: number): number[] =>
  Array.from({ length }, (_, index) => index).filter((index) => index >= first && index <= last);

/** Steps 1 to 3 of N(.) with M = 1. */
export const promoted = (x: Plane): Plane => {
  const all = Array.from({ length: x.height * x.width }, (_, p) => x.at(Math.floor(p / x.width), p % x.width));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  if (high === low) return plane(x.height, x.width, () => 0);
  const scaled = plane(x.height, x.width, (i, j) => (x.at(i, j) - low) / (high - low));
  const reach = Math.max(1, Math.round(Math.min(x.height, x.width) / 16));
  const distinct = (i: number, j: number) => scaled.at(i, j) + 2e-7 * (i * x.width + j);
  const peaks: number[] = [];
  for (let i = 0; i < x.height; i++) {
    for (let j = 0; j < x.width; j++) {
      const rows = range(i - reach, i + reach, x.height);
      const columns = range(j - reach, j + reach, x.width);
      const highest = rows.every((u) => columns.every((v) => distinct(u, v) <= distinct(i, j)));
      if (highest && scaled.at(i, j) > 0.1) peaks.push(scaled.at(i, j));
    }
  }
  peaks.sort((a, b) => b - a);
  const others = peaks.slice(1);
  const average = others.length === 0 ? 0 : others.reduce((a, b) => a + b, 0) / others.length;
  return plane(x.height, x.width, (i, j) => scaled.at(i, j) * (1 - average) ** 2);
};

const total = (planes: Plane[]): Plane =>
  plane(planes[0]!.height, planes[0]!.width, (i, j) => planes.reduce((all, each) => all + each.at(i, j), 0));

const saliency = (
  rgb: (i: number, j: number, c: number) => number,
  height: number,
  width: number,
  printed: boolean,
): Plane => {
  const intensity = plane(height, width, (i, j) => mean(3, (c) => rgb(i, j, c)));
  const brightest = largest(height, (i) => largest(width, (j) => intensity.at(i, j)));
  const hue = (i: number, j: number) => {
    const light = intensity.at(i, j);
    return [0, 1, 2].map((c) => (light > brightest / 10 ? rgb(i, j, c) / light : 0)) as [number, number, number];
  };
  const redGreen = plane(height, width, (i, j) => {
    const [r, g, b] = hue(i, j);
    return relu(r - (g + b) / 2) - relu(g - (r + b) / 2);
  });
  const blueYellow = plane(height, width, (i, j) => {
    const [r, g, b] = hue(i, j);
    return relu(b - (r + g) / 2) - relu((r + g) / 2 - Math.abs(r - g) / 2 - b);
  });
  const scales = pyramid(intensity);
  const compare = (levels: Plane[], sign: number): Plane => {
    const pairs = [
      [2, 5],
      [2, 6],
      [3, 6],
      [3, 7],
      [4, 7],
      [4, 8],
    ] as const;
    return total(
      pairs.map(([c, s]) => {
        const centre = levels[c]!;
        const surround = interpolated(levels[s]!, centre.height, centre.width);
        let map = promoted(
          plane(centre.height, centre.width, (i, j) => Math.abs(centre.at(i, j) - sign * surround.at(i, j))),
        );
        for (let scale: number = c; scale < 4; scale++) map = halved(map);
        return map;
      }),
    );
  };
  const colour = printed ? -1 : 1;
  const conspicuity = [
    compare(scales, 1),
    total([compare(pyramid(redGreen), colour), compare(pyramid(blueYellow), colour)]),
    total(
      [0, 45, 90, 135].map((angle) =>
        promoted(
          compare(
            scales.map((level) => gabor(level, angle)),
            1,
          ),
        ),
      ),
    ),
  ];
  const sumOfAll = total(conspicuity.map(promoted));
  return plane(sumOfAll.height, sumOfAll.width, (i, j) => sumOfAll.at(i, j) / 3);
};

/** Winner after winner, each inhibited for a while and with a little excitation around the last one. */
export const scanPath = (map: Plane, config: IttiKochConfig): [number, number][] => {
  const { fixations = 1, radius = 1 / 6, inhibition = 10, proximity = 0.05 } = config;
  const size = radius * Math.min(map.height, map.width);
  const peak = largest(map.height, (i) => largest(map.width, (j) => map.at(i, j)));
  const path: [number, number][] = [];
  while (path.length < fixations) {
    let best = { value: -Infinity, place: [0, 0] as [number, number] };
    for (let i = 0; i < map.height; i++) {
      for (let j = 0; j < map.width; j++) {
        const last = path.at(-1);
        const near = last ? Math.exp(-((i - last[0]) ** 2 + (j - last[1]) ** 2) / (2 * Math.max(1, 2 * size) ** 2)) : 0;
        const recent = inhibition === 0 ? [] : path.slice(-inhibition);
        const shut = recent.some(([u, v]) => (i - u) ** 2 + (j - v) ** 2 <= size * size);
        const value = shut ? -1 : map.at(i, j) + proximity * peak * near;
        if (value > best.value) best = { value, place: [i, j] };
      }
    }
    path.push(best.place);
  }
  return path;
};

export const ittiKoch: Reference<IttiKochConfig> = (_params, input, config) => {
  const x = leaf(input);
  const [batch, height, width] = x.shape as [number, number, number];
  const printed = config.opponency === 'as-printed';
  const maps = Array.from({ length: batch }, (_, b) => saliency((i, j, c) => x.at(b, i, j, c), height, width, printed));
  const paths = maps.map((map) => scanPath(map, config));
  const radius = (config.radius ?? 1 / 6) * Math.min(height, width);
  const output = Nd.build(x.shape, (b, i, j, c) => {
    const seen = paths[b!]!.some(([u, v]) => (i! - 16 * u) ** 2 + (j! - 16 * v) ** 2 <= radius * radius);
    return seen ? x.at(b!, i!, j!, c!) : 0;
  });
  return { output, weights: Nd.build([batch, maps[0]!.height, maps[0]!.width], (b, i, j) => maps[b!]!.at(i!, j!)) };
};

/** With the plain double sum of the discrete Fourier transform. */
export const spectralResidual: Reference<SpectralResidualConfig> = (_params, input, config) => {
  const { size = 64, deviation = 2.5, threshold = 3 } = config;
  const x = leaf(input);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const transform = (re: Plane, im: Plane, direction: number): [Plane, Plane] => {
    const part = (first: (angle: number) => number, second: (angle: number) => number) =>
      plane(size, size, (u, v) =>
        sum(size, (i) =>
          sum(size, (j) => {
            const angle = (-direction * 2 * Math.PI * (u * i + v * j)) / size;
            return re.at(i, j) * first(angle) + im.at(i, j) * second(angle);
          }),
        ),
      );
    return [part(Math.cos, (angle) => -Math.sin(angle)), part(Math.sin, Math.cos)];
  };
  const half = Math.ceil(3 * deviation);
  const bell = Array.from({ length: 2 * half + 1 }, (_, t) => Math.exp(-((t - half) ** 2) / (2 * deviation ** 2)));
  const area = bell.reduce((a, b) => a + b, 0);
  const maps = Array.from({ length: batch }, (_, b) => {
    const grey = plane(height, width, (i, j) => mean(channels, (c) => x.at(b, i, j, c)));
    const resized = plane(size, size, (i, j) => {
      const centre = (index: number, length: number) =>
        Math.min(length - 1, Math.max(0, ((index + 0.5) * length) / size - 0.5));
      const [row, column] = [centre(i, height), centre(j, width)];
      const [top, left] = [Math.floor(row), Math.floor(column)];
      const [bottom, right] = [Math.min(top + 1, height - 1), Math.min(left + 1, width - 1)];
      const mix = (line: number) =>
        grey.at(line, left) * (1 - (column - left)) + grey.at(line, right) * (column - left);
      return mix(top) * (1 - (row - top)) + mix(bottom) * (row - top);
    });
    const zero = plane(size, size, () => 0);
    const [re, im] = transform(resized, zero, 1);
    const log = plane(size, size, (u, v) => Math.log(Math.hypot(re.at(u, v), im.at(u, v))));
    const box = smoothed(log, [1 / 3, 1 / 3, 1 / 3]);
    const phase = (u: number, v: number) => Math.atan2(im.at(u, v), re.at(u, v));
    const gain = (u: number, v: number) => Math.exp(log.at(u, v) - box.at(u, v));
    const [backRe, backIm] = transform(
      plane(size, size, (u, v) => gain(u, v) * Math.cos(phase(u, v))),
      plane(size, size, (u, v) => gain(u, v) * Math.sin(phase(u, v))),
      -1,
    );
    const energy = plane(size, size, (i, j) => backRe.at(i, j) ** 2 + backIm.at(i, j) ** 2);
    const smooth = smoothed(
      energy,
      bell.map((value) => value / area),
    );
    const peak = largest(size, (i) => largest(size, (j) => smooth.at(i, j)));
    return plane(size, size, (i, j) => smooth.at(i, j) / peak);
  });
  const averages = maps.map((map) => mean(size, (i) => mean(size, (j) => map.at(i, j))));
  const output = Nd.build(x.shape, (b, i, j, c) => {
    const nearest = (index: number, length: number) => Math.floor(((index + 0.5) * size) / length);
    const salient = maps[b!]!.at(nearest(i!, height), nearest(j!, width)) > threshold * averages[b!]!;
    return salient ? x.at(b!, i!, j!, c!) : 0;
  });
  return { output, weights: Nd.build([batch, size, size], (b, i, j) => maps[b!]!.at(i!, j!)) };
};
