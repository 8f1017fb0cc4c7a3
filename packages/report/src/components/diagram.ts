import { type MechanismData } from '../model/mechanism-data.js';
import { html, type Html } from '../text/html.js';
import { axes, isAxis, type Axis } from './axes.js';

/** What is drawn of a mechanism. */
type Drawn = Pick<MechanismData, 'title' | 'weightAxes' | 'axes' | 'shapes'>;

/** A point of the drawing and where its label stands. */
type Place = { x: number; y: number };

type Layout = {
  width: number;
  height: number;
  input: Place;
  g: Place;
  f: Place;
  output: Place;
  /** Path from the input to g, from g to f, from the input to f, and from f to the output. */
  toG: string;
  weights: (shift: number) => string;
  direct: string;
  out: string;
  weightLabel: Place;
  anchor: 'start' | 'end';
  /** Characters of a line of the label. */
  letters: number;
};

const wide: Layout = {
  width: 640,
  height: 216,
  input: { x: 70, y: 160 },
  g: { x: 232, y: 62 },
  f: { x: 446, y: 160 },
  output: { x: 570, y: 160 },
  toG: 'M130 160 C160 160 134 62 164 62',
  weights: (shift) =>
    `M284 ${62 + shift} H${410 - shift} Q${446 - shift} ${62 + shift} ${446 - shift} ${98 + shift} V134`,
  direct: 'M130 160 H420',
  out: 'M468 160 H502',
  weightLabel: { x: 300, y: 36 },
  anchor: 'start',
  letters: 44,
};

const narrow: Layout = {
  width: 320,
  height: 430,
  input: { x: 76, y: 36 },
  g: { x: 228, y: 136 },
  f: { x: 76, y: 290 },
  output: { x: 76, y: 396 },
  toG: 'M76 64 V110 Q76 136 102 136 H160',
  weights: (shift) =>
    `M${228 + shift} 164 V${254 + shift} Q${228 + shift} ${290 + shift} ${192 + shift} ${290 + shift} H102`,
  direct: 'M76 64 V264',
  out: 'M76 312 V364',
  weightLabel: { x: 212, y: 196 },
  anchor: 'end',
  letters: 18,
};

/**
 * A mechanism in the one visual language of the report: x enters, g is the branch that makes weights, f is where they
 * meet x again. Weights have the colour of the axis along which they act; shapes are those of the mechanism's example.
 */
export function mechanismDiagram(mechanism: Drawn): Html {
  return html`<div class="drawing">${draw(mechanism, wide, 'wide')}${draw(mechanism, narrow, 'narrow')}</div>`;
}

/** The form itself: weights along any of the axes. */
export function formDiagram(): Html {
  const weightAxes = Object.fromEntries(axes.map((axis) => [axis, []]));
  return mechanismDiagram({ title: 'Attention', weightAxes, axes: [...axes] });
}

function draw(mechanism: Drawn, layout: Layout, kind: string): Html {
  const maps = weightMaps(mechanism);
  const shift = (index: number): number => (index - (maps.length - 1) / 2) * 6;
  const { shapes } = mechanism;
  const id = `diagram-${kind}`;
  return html`<svg
    class="diagram ${kind}"
    viewBox="0 0 ${layout.width} ${layout.height}"
    width="${layout.width}"
    height="${layout.height}"
    role="img"
    aria-label="${description(mechanism)}"
  >
    <defs>
      ${arrow(`${id}-wire`, 'var(--line-strong)')}${axesOf(maps).map((axis) => arrow(`${id}-${axis}`, `var(--${axis})`))}
    </defs>
    ${[layout.toG, layout.direct, layout.out].map((path) => html`<path class="wire" marker-end="url(#${id}-wire)" d="${path}" />`)}
    ${maps.map(({ axis }, index) => html`<path class="weights axis-${axis}" stroke="currentColor" marker-end="url(#${id}-${axis})" d="${layout.weights(shift(index))}" />`)}
    ${box(layout.input, 'x', inputLines(mechanism))}${box(layout.g, 'g', ['makes weights'])}${box(layout.output, 'output', shapes === undefined ? [] : [shape(shapes.output)])}
    <circle class="apply" cx="${layout.f.x}" cy="${layout.f.y}" r="22" />
    <text x="${layout.f.x}" y="${layout.f.y + 5}" text-anchor="middle" font-weight="700" font-style="italic">f</text>
    <text class="quiet" x="${layout.weightLabel.x}" y="${layout.weightLabel.y}" text-anchor="${layout.anchor}">
      ${labelLines(maps, layout.letters).map((line, index) => html`<tspan x="${layout.weightLabel.x}" dy="${index === 0 ? 0 : 16}">${line}</tspan>`)}
    </text>
  </svg>`;
}

/** One line for each map where there are few; names alone stand in a row. */
function labelLines(maps: readonly { words: string }[], letters: number): string[] {
  if (maps.length > 3) return wrapped(maps.map(({ words }) => words).join(', '), letters);
  return maps.flatMap(({ words }) => wrapped(words, letters));
}

/** Words in lines of at most so many letters, broken at spaces. */
function wrapped(words: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The head of an arrow. */
function arrow(id: string, color: string): Html {
  return html`<marker
    id="${id}"
    viewBox="0 0 8 8"
    refX="1"
    refY="4"
    markerWidth="9"
    markerHeight="9"
    markerUnits="userSpaceOnUse"
    orient="auto"
    ><path d="M0 0L8 4L0 8z" fill="${color}"
  /></marker>`;
}

const axesOf = (maps: readonly { axis: Axis }[]): Axis[] => [...new Set(maps.map(({ axis }) => axis))];

/** A box with a name and lines of smaller text. */
function box(place: Place, name: string, lines: readonly string[]): Html {
  const height = Math.max(48, 26 + lines.length * 17);
  return html`<rect
      class="box"
      x="${place.x - 60}"
      y="${place.y - height / 2}"
      width="120"
      height="${height}"
      rx="6"
    />${label(place, name, lines)}`;
}

/** A name with lines of smaller text under it, centred on a place. */
function label({ x, y }: Place, name: string, lines: readonly string[]): Html {
  const top = y + 5 - lines.length * 7;
  return html`<text
      x="${x}"
      y="${top}"
      text-anchor="middle"
      font-weight="650"
      font-style="${name.length === 1 ? 'italic' : 'normal'}"
      >${name}</text
    >${lines.map((line, index) => html`<text class="quiet" x="${x}" y="${top + 16 * (index + 1)}" text-anchor="middle">${line}</text>`)}`;
}

function inputLines({ shapes }: Drawn): string[] {
  return Object.entries(shapes?.input ?? {})
    .map(([path, size]) => (path === '' ? shape(size) : `${path} ${shape(size)}`))
    .slice(0, 3);
}

const shape = (sizes: readonly number[]): string => `[${sizes.join(',\u00a0')}]`;

/** The maps of weights with the axis that gives each its colour. */
function weightMaps({ weightAxes, axes, shapes }: Drawn): { axis: Axis; words: string }[] {
  const entries = Object.entries(weightAxes);
  return entries.slice(0, 4).map(([path, names]) => {
    const named = names.filter((name) => name !== 'batch');
    const size = shapes?.weights[path];
    const words = `${path}${path === '' || named.length === 0 ? '' : ': '}${named.join(' × ')}${size === undefined || entries.length > 1 ? '' : ` ${shape(size)}`}`;
    return { axis: axisOf(path, names, axes), words };
  });
}

function axisOf(path: string, names: readonly string[], axes: readonly Axis[]): Axis {
  const own = [path, ...names].find((name) => isAxis(name) && axes.includes(name));
  if (own !== undefined && isAxis(own)) return own;
  if (names.some((name) => ['height', 'width', 'position', 'row', 'column'].includes(name)) && axes.includes('spatial'))
    return 'spatial';
  return axes[0] ?? 'channel';
}

function description(mechanism: Drawn): string {
  const maps = weightMaps(mechanism).map(({ words }) => words);
  return `${mechanism.title}: from x, g makes weights over ${maps.join(' and ')}; f applies them to x.`;
}
