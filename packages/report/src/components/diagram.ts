import { type MechanismData } from '../model/mechanism-data.js';
import { html, type Html } from '../text/html.js';
import { isAxis, type Axis } from './axes.js';

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
  anchor: 'middle' | 'start';
};

const wide: Layout = {
  width: 640,
  height: 230,
  input: { x: 62, y: 160 },
  g: { x: 232, y: 60 },
  f: { x: 468, y: 160 },
  output: { x: 592, y: 160 },
  toG: 'M120 160 C150 160 150 60 180 60',
  weights: (shift) => `M284 ${60 + shift} H${430 + shift} Q${468 + shift} ${60 + shift} ${468 + shift} ${98 + shift} V138`,
  direct: 'M120 160 H446',
  out: 'M490 160 H548',
  weightLabel: { x: 356, y: 32 },
  anchor: 'middle',
};

const narrow: Layout = {
  width: 320,
  height: 400,
  input: { x: 70, y: 36 },
  g: { x: 210, y: 130 },
  f: { x: 70, y: 280 },
  output: { x: 70, y: 372 },
  toG: 'M70 62 V86 Q70 106 90 106 H158',
  weights: (shift) => `M${210 + shift} 158 V${250 + shift} Q${210 + shift} ${280 + shift} ${180 + shift} ${280 + shift} H94`,
  direct: 'M70 62 V258',
  out: 'M70 302 V346',
  weightLabel: { x: 226, y: 200 },
  anchor: 'start',
};

/**
 * A mechanism in the one visual language of the report: x enters, g is the branch that makes weights, f is where they
 * meet x again. Weights have the colour of the axis along which they act; shapes are those of the mechanism's example.
 */
export function mechanismDiagram(mechanism: MechanismData): Html {
  return html`<div class="drawing">${draw(mechanism, wide, 'wide')}${draw(mechanism, narrow, 'narrow')}</div>`;
}

function draw(mechanism: MechanismData, layout: Layout, kind: string): Html {
  const maps = weightMaps(mechanism);
  const shift = (index: number): number => (index - (maps.length - 1) / 2) * 6;
  const { shapes } = mechanism;
  return html`<svg class="diagram ${kind}" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}" role="img" aria-label="${description(mechanism)}">
<path class="wire" d="${layout.toG}"/><path class="wire" d="${layout.direct}"/><path class="wire" d="${layout.out}"/>
${maps.map(({ axis }, index) => html`<path class="weights axis-${axis}" stroke="currentColor" d="${layout.weights(shift(index))}"/>`)}
${label(layout.input, 'x', inputLines(mechanism))}
<rect class="box" x="${layout.g.x - 52}" y="${layout.g.y - 28}" width="104" height="56" rx="6"/>${label(layout.g, 'g', ['makes weights'])}
<circle class="apply" cx="${layout.f.x}" cy="${layout.f.y}" r="22"/><text x="${layout.f.x}" y="${layout.f.y + 5}" text-anchor="middle" font-weight="700" font-style="italic">f</text>
${label(layout.output, 'output', shapes === undefined ? [] : [shape(shapes.output)])}
<text class="quiet" x="${layout.weightLabel.x}" y="${layout.weightLabel.y}" text-anchor="${layout.anchor}">${maps.map(({ words }, index) => html`<tspan x="${layout.weightLabel.x}" dy="${index === 0 ? 0 : 16}">${words}</tspan>`)}</text>
</svg>`;
}

/** A name with lines of smaller text under it, centred on a place. */
function label({ x, y }: Place, name: string, lines: readonly string[]): Html {
  const top = y + 5 - lines.length * 7;
  return html`<text x="${x}" y="${top}" text-anchor="middle" font-weight="650" font-style="${name.length === 1 ? 'italic' : 'normal'}">${name}</text>${lines.map((line, index) => html`<text class="quiet" x="${x}" y="${top + 16 * (index + 1)}" text-anchor="middle">${line}</text>`)}`;
}

function inputLines({ shapes }: MechanismData): string[] {
  return Object.entries(shapes?.input ?? {}).map(([path, size]) => (path === '' ? shape(size) : `${path} ${shape(size)}`)).slice(0, 3);
}

const shape = (sizes: readonly number[]): string => `[${sizes.join(', ')}]`;

/** The maps of weights with the axis that gives each its colour. */
function weightMaps({ weightAxes, axes, shapes }: MechanismData): { axis: Axis; words: string }[] {
  const entries = Object.entries(weightAxes);
  return entries.slice(0, 3).map(([path, names]) => {
    const named = names.filter((name) => name !== 'batch');
    const size = shapes?.weights[path];
    const words = `${path === '' ? '' : `${path}: `}${named.join(' × ')}${size === undefined || entries.length > 1 ? '' : ` ${shape(size)}`}`;
    return { axis: axisOf(path, names, axes), words };
  });
}

function axisOf(path: string, names: readonly string[], axes: readonly Axis[]): Axis {
  const own = [path, ...names].find((name) => isAxis(name) && axes.includes(name));
  if (own !== undefined && isAxis(own)) return own;
  if (names.some((name) => ['height', 'width', 'position', 'row', 'column'].includes(name)) && axes.includes('spatial')) return 'spatial';
  return axes[0] ?? 'channel';
}

function description(mechanism: MechanismData): string {
  const maps = weightMaps(mechanism).map(({ words }) => words);
  return `${mechanism.title}: from x, g makes weights over ${maps.join(' and ')}; f applies them to x.`;
}
