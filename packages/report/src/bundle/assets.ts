import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { bundle } from './bundle.js';
import { packageRoot } from './package-root.js';

const require = createRequire(import.meta.url);

/** Package and file of each font; `inside` are put into the style sheet, the others load when a page needs them. */
const fonts = [
  { from: '@fontsource/source-serif-4', file: 'source-serif-4-latin-400-normal.woff2', inside: true },
  { from: '@fontsource-variable/source-sans-3', file: 'source-sans-3-latin-wght-normal.woff2', inside: true },
  { from: '@fontsource/source-serif-4', file: 'source-serif-4-latin-400-italic.woff2', inside: false },
];

const styles = ['base.css', 'layout.css', 'content.css', 'parts.css', 'live.css', 'print.css'];

/** A style element with the typeface of charts, for drawings that are files: pictures cannot use the fonts of a page. */
export async function chartFont(): Promise<string> {
  const [{ from, file }] = fonts.filter(({ file: name }) => name.startsWith('source-sans')) as [(typeof fonts)[number]];
  const content = await fontFile(from, file);
  const address = `data:font/woff2;base64,${content.toString('base64')}`;
  return `<style>@font-face{font-family:'Source Sans 3';font-weight:200 900;src:url(${address})}</style>`;
}

function fontFile(from: string, file: string): Promise<Buffer> {
  return readFile(join(dirname(require.resolve(`${from}/package.json`)), 'files', file));
}

/** Scripts by the name of their file. The live ones hold the library and are loaded only when a reader starts them. */
const scripts: Readonly<Record<string, string>> = {
  theme: 'browser/theme.ts',
  site: 'browser/site.ts',
  search: 'browser/search.ts',
  'chart-runtime': 'browser/chart-runtime.ts',
  'live-self-attention': 'live/self-attention/main.ts',
  'live-saliency': 'live/saliency/main.ts',
  'live-translate': 'live/translate/main.ts',
  'live-digits': 'live/digits/main.ts',
};

/** The texts of the scripts, in the order of their names. */
export function bundleScripts(): Promise<string[]> {
  return Promise.all(Object.values(scripts).map((entry) => bundle(entry)));
}

/** Styles, scripts, fonts and icon of the site, by path. `more` are rules that the pages turned out to need. */
export async function siteAssets(more: string): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  const asset = (name: string): Promise<string> => readFile(join(packageRoot, 'assets', name), 'utf8');
  const [parts, bundles, fontFiles, icon] = await Promise.all([
    Promise.all(styles.map(asset)),
    bundleScripts(),
    Promise.all(fonts.map(({ from, file }) => fontFile(from, file))),
    asset('icon.svg'),
  ]);
  const { code } = await transform([...parts, more].join('\n'), {
    loader: 'css',
    minify: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
  });
  files.set('assets/site.css', withFonts(code, fontFiles));
  files.set('assets/icon.svg', icon);
  Object.keys(scripts).forEach((name, index) => files.set(`assets/${name}.js`, bundles[index] ?? ''));
  fonts.forEach(({ file, inside }, index) => inside || files.set(`assets/fonts/${file}`, fontFiles[index] ?? ''));
  return files;
}

function withFonts(css: string, contents: readonly Buffer[]): string {
  return fonts.reduce((text, { file, inside }, index) => {
    const address = `data:font/woff2;base64,${contents[index]?.toString('base64') ?? ''}`;
    return inside ? text.replace(`fonts/${file}`, address) : text;
  }, css);
}
