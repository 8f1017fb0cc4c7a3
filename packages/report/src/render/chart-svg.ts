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

/** Draws a vega-lite chart at a width, in the site's theme. Throws where the specification is not valid. */
export async function drawChart(spec: ChartSpec, width: number, narrow: boolean): Promise<DrawnChart> {
  const fitted = fitSpec(spec, width, narrow);
  // What the legend takes is known only once it is drawn: all entries in a row if they fit, else fewer side by side.
  for (const columns of [undefined, 2]) {
    const compiled = compileWith(fitted, columns);
    const light = await draw(compiled);
    if (legendWidth(light) <= width) return withDark(compiled, light);
  }
  const compiled = compileWith(fitted, 1);
  return withDark(compiled, await draw(compiled));
}

async function withDark(compiled: JsonObject, light: string): Promise<DrawnChart> {
  const interactive = { light: compiled, dark: JSON.parse(inDark(JSON.stringify(compiled))) as JsonObject };
  // Colours between two of a ramp follow from both: they are known only once the dark one is drawn, too.
  const dark = /rgba?\(/.test(light) ? await draw(interactive.dark) : inDark(light);
  return { svg: mergeAppearances(light, dark), plain: light, interactive };
}

/** The width of the widest legend in a drawing; 0 where there is none. */
function legendWidth(svg: string): number {
  const legends = svg.matchAll(/role-legend"><g transform="[^"]*"><path class="background" d="M0,0h([\d.]+)/g);
  return Math.max(0, ...[...legends].map(([, width]) => Number(width)));
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
