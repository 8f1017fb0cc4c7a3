import { type Config } from 'vega-lite';

/** The colours of one appearance. Both appearances name the same things, so that a chart can be drawn once for each. */
export type ChartColors = {
  ink: string;
  quiet: string;
  grid: string;
  accent: string;
  categories: string[];
  /** From none to most, one hue, even steps of lightness. */
  sequential: string[];
  /** From negative over zero to positive. */
  diverging: string[];
};

export const lightColors: ChartColors = {
  ink: '#22262b',
  quiet: '#565d66',
  grid: '#e3e5e8',
  accent: '#0f5a9c',
  categories: ['#0f5a9d', '#bf4a0a', '#1a7a43', '#7a3fc4', '#94690a', '#0b7285', '#b5266d', '#5a5f66'],
  sequential: ['#f2f6fb', '#cddff1', '#9ec3e5', '#659fd2', '#3078b8', '#0e5190', '#072f5c'],
  diverging: ['#9c3a05', '#cf6f33', '#eeb48c', '#f4f3f1', '#94bfe2', '#3d80bd', '#0b477f'],
};

export const darkColors: ChartColors = {
  ink: '#e7e9ec',
  quiet: '#a9b0b9',
  grid: '#33383f',
  accent: '#7db8f0',
  categories: ['#7db8f1', '#f59a5b', '#68c98d', '#bb9cf2', '#dcb44c', '#56c2d3', '#f089b8', '#b3b8bf'],
  sequential: ['#1b2430', '#1f3c5c', '#255888', '#3677b2', '#5a9bd6', '#8fc1ee', '#d3e8fd'],
  diverging: ['#ffb27d', '#d8793c', '#8a4a24', '#23272c', '#2d5b87', '#5498d4', '#a8d4fb'],
};

const dark = new Map(
  [...coloursOf(lightColors)].map((color, index): [string, string] => [color, coloursOf(darkColors)[index]!]),
);

function coloursOf({ categories, sequential, diverging, ...single }: ChartColors): string[] {
  return [...Object.values(single), ...categories, ...sequential, ...diverging];
}

/** A text in which every colour of the light theme is the one at the same place of the dark theme. */
export function inDark(text: string): string {
  return text.replace(/#[0-9a-f]{6}\b/g, (color) => dark.get(color) ?? color);
}

const family = "'Source Sans 3 Variable', 'Source Sans 3', system-ui, sans-serif";

/** The site's own vega-lite theme in light colours: quiet axes, no frame, text never below 12 px. */
export function chartConfig(legendColumns?: number): Config {
  const colors = lightColors;
  const [first] = colors.categories;
  return {
    // The page describes the chart; roles on every mark would only make it heavy.
    aria: false,
    background: 'transparent',
    font: family,
    padding: 4,
    view: { stroke: null as unknown as string, continuousHeight: 260 },
    axis: {
      labelColor: colors.quiet,
      titleColor: colors.ink,
      labelFontSize: 13,
      titleFontSize: 13,
      titleFontWeight: 'normal',
      gridColor: colors.grid,
      domainColor: colors.quiet,
      tickColor: colors.quiet,
      tickSize: 4,
      labelPadding: 5,
      labelLimit: 220,
    },
    legend: {
      labelColor: colors.ink,
      titleColor: colors.ink,
      labelFontSize: 13,
      titleFontSize: 13,
      titleFontWeight: 'normal',
      orient: 'top',
      // Without a canvas the width of a label is only estimated, and generously: short names would be cut.
      labelLimit: 300,
      ...(legendColumns !== undefined && { columns: legendColumns }),
      symbolStrokeWidth: 2,
      // Pale bands and points have a legend that can be told apart.
      symbolOpacity: 1,
    },
    header: {
      labelColor: colors.ink,
      titleColor: colors.ink,
      labelFontSize: 13,
      titleFontSize: 13,
      titleFontWeight: 'normal',
    },
    title: {
      color: colors.ink,
      subtitleColor: colors.quiet,
      fontSize: 15,
      fontWeight: 600,
      subtitleFontSize: 13,
      anchor: 'start',
    },
    mark: { color: colors.accent },
    arc: { fill: first ?? colors.accent },
    line: { strokeWidth: 2 },
    point: { size: 46, filled: true },
    rule: { color: colors.quiet },
    errorbar: { color: colors.ink } as Config['errorbar'],
    text: { color: colors.ink, fontSize: 13 },
    range: {
      category: colors.categories,
      ordinal: colors.sequential,
      ramp: colors.sequential,
      heatmap: colors.sequential,
      diverging: colors.diverging,
    },
  } as Config;
}
