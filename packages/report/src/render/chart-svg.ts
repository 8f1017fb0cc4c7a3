import * as vega from 'vega';
import { expressionInterpreter } from 'vega-interpreter';
import { compile, type TopLevelSpec } from 'vega-lite';
import { type JsonObject } from '@atlas/schemas';
import { chartConfig, inDark } from './chart-theme.js';
import { fitSpec, type ChartSpec } from './chart-spec.js';
import { textWidth } from './chart-text-width.js';

// Its type declarations leave this out; vega measures with it wherever it is not its own.
(vega as unknown as { textMetrics: { width: typeof textWidth } }).textMetrics.width = textWidth;

/** One chart at one width: a picture for both appearances, and what an interactive view needs. */
export type DrawnChart = {
  /** SVG whose colours are `light-dark(…)` pairs. */
  svg: string;
  /** SVG in light colours, for download and print programs. */
  plain: string;
  /** The compiled vega specifications, light and dark. */
  interactive: { light: JsonObject; dark: JsonObject };
};

/** Nothing is ever loaded while a chart is drawn. */
const noLoader: vega.Loader = {
  options: {},
  load: () => Promise.reject(new Error('charts load nothing')),
  sanitize: () => Promise.reject(new Error('charts have no links')),
  http: () => Promise.reject(new Error('charts load nothing')),
  file: () => Promise.reject(new Error('charts load nothing')),
} as unknown as vega.Loader;

async function draw(spec: JsonObject): Promise<string> {
  // Expressions of a chart come from a notebook: they are interpreted, never compiled to code.
  const runtime = vega.parse(spec as vega.Spec, undefined, { ast: true });
  const view = new vega.View(runtime, {
    renderer: 'none',
    expr: expressionInterpreter,
    loader: noLoader,
    logLevel: vega.None,
  } as vega.ViewOptions);
  try {
    return bare(numberedIds(await view.toSVG()));
  } finally {
    view.finalize();
  }
}

/** Vega counts gradients and clips over all drawings of a process; here each drawing starts from zero. */
function numberedIds(svg: string): string {
  const ids = [...new Set([...svg.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id ?? ''))];
  const fresh = new Map(ids.map((id, index) => [id, `part${index}`]));
  return svg
    .replace(/\sid="([^"]+)"/g, (whole, id: string) => ` id="${fresh.get(id) ?? whole}"`)
    .replace(/url\(#([^)]+)\)/g, (whole, id: string) => `url(#${fresh.get(id) ?? whole})`);
}

/** Without roles and names of parts: the page names the drawing as a whole. */
function bare(svg: string): string {
  return svg.replace(/\saria-[a-z]+="[^"]*"/g, '').replace(/\srole="[^"]*"/g, '');
}

function compileWith(spec: ChartSpec, legendColumns: number | undefined): JsonObject {
  const silent = {
    level: () => silent,
    warn: () => silent,
    info: () => silent,
    debug: () => silent,
    error: () => silent,
  };
  const { spec: compiled } = compile(spec as unknown as TopLevelSpec, {
    config: chartConfig(legendColumns),
    logger: silent as never,
  });
  return compiled as unknown as JsonObject;
}

/** What the drawing of a chart at one width tells about its drawing at another. */
export type KnownOfChart = {
  /** Compiled specifications as JSON, by all that went into them but the width: to draw adds to their values. */
  compiled: Map<string, string>;
  /** The dark colour for each light one; undefined where a light colour stands for several. */
  dark: Map<string, string | undefined>;
};

export const nothingKnown = (): KnownOfChart => ({ compiled: new Map(), dark: new Map() });

/**
 * Draws a vega-lite chart at a width, in the site's theme. What an earlier drawing of the same chart told is used, and
 * this one adds to it.
 *
 * @throws Error where the specification is not valid
 */
export async function drawChart(
  spec: ChartSpec,
  width: number,
  narrow: boolean,
  known = nothingKnown(),
): Promise<DrawnChart> {
  const fitted = fitSpec(spec, width, narrow);
  // What the legend takes is known only once it is drawn: all entries in a row if they fit, else fewer side by side.
  for (const columns of [undefined, 2]) {
    const compiled = compileOnce(fitted, columns, known);
    const light = await draw(compiled);
    if (legendEnd(light) <= width) return withDark(compiled, light, known);
  }
  const compiled = compileOnce(fitted, 1, known);
  return withDark(compiled, await draw(compiled), known);
}

/** Vega-lite passes a width of one view on as it is: only the rest has to be compiled, which takes a third of drawing. */
function compileOnce(fitted: ChartSpec, columns: number | undefined, { compiled }: KnownOfChart): JsonObject {
  const { width, ...rest } = fitted;
  if (typeof width !== 'number') return compileWith(fitted, columns);
  const key = JSON.stringify([columns ?? null, rest]);
  const before = compiled.get(key);
  if (before !== undefined) return { ...(JSON.parse(before) as JsonObject), width };
  const made = compileWith(fitted, columns);
  compiled.set(key, JSON.stringify(made));
  return made;
}

async function withDark(compiled: JsonObject, light: string, known: KnownOfChart): Promise<DrawnChart> {
  const interactive = { light: compiled, dark: JSON.parse(inDark(JSON.stringify(compiled))) as JsonObject };
  const dark = darkFrom(light, known) ?? (await draw(interactive.dark));
  learnColors(light, dark, known);
  return { svg: mergeAppearances(light, dark), plain: light, interactive };
}

/** Colours between two of a ramp follow from both: they are known only once a dark drawing has shown them. */
function darkFrom(light: string, { dark }: KnownOfChart): string | undefined {
  const between = light.match(/rgba?\([^)]*\)/g) ?? [];
  if (between.some((each) => dark.get(each) === undefined)) return undefined;
  return inDark(light).replace(/rgba?\([^)]*\)/g, (each) => dark.get(each) ?? each);
}

function learnColors(light: string, dark: string, known: KnownOfChart): void {
  const darkOnes = dark.match(color) ?? [];
  (light.match(color) ?? []).forEach((each, position) => {
    const found = darkOnes[position];
    const isNew = !known.dark.has(each);
    if (isNew || known.dark.get(each) !== found) known.dark.set(each, isNew ? found : undefined);
  });
}

/** How far to the right the widest legend reaches, which begins where the axis does; 0 where there is none. */
function legendEnd(svg: string): number {
  const start = Number(/transform="translate\(([\d.]+)/.exec(svg)?.[1] ?? 0);
  const legends = svg.matchAll(
    /role-legend"><g transform="translate\((-?[\d.]+)[^"]*"><path class="background" d="M0,0h([\d.]+)/g,
  );
  return Math.max(0, ...[...legends].map(([, left, width]) => start + Number(left) + Number(width)));
}

const color = /#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)/g;

/** Two drawings that differ in colours only become one whose colours follow the page. */
export function mergeAppearances(light: string, dark: string): string {
  const darkColorsInOrder = dark.match(color) ?? [];
  if (light.replace(color, '') !== dark.replace(color, '')) {
    throw new Error(
      'the light and the dark drawing of a chart differ in more than their colours: the theme must change colours only',
    );
  }
  let position = 0;
  return light.replace(color, (lightColor) => {
    const darkColor = darkColorsInOrder[position++] ?? lightColor;
    return darkColor === lightColor ? lightColor : `light-dark(${lightColor},${darkColor})`;
  });
}
