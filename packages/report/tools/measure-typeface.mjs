// Writes the table of advance widths with which charts are laid out: `node packages/report/tools/measure-typeface.mjs`
// after an update of the typeface. A test compares the table with what Chromium measures.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from '@atlas/testing/chromium';

const typeface = '@fontsource-variable/source-sans-3';
const table = join(dirname(fileURLToPath(import.meta.url)), '../src/render/chart-advance-widths.ts');

/** Printable ASCII and Latin-1, and what the site's font has of punctuation, arrows and signs beside them. */
const characters = [
  ...range(0x20, 0x7e),
  ...range(0xa0, 0xff),
  ...'–—‘’“”•…€™−↑↓'.split('').map((character) => character.codePointAt(0)),
];

function range(first, last) {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Widths in thousandths of the font size, in the order of the characters, for the two weights that charts use. */
async function measure() {
  const folder = dirname(createRequire(import.meta.url).resolve(`${typeface}/package.json`));
  const font = await readFile(join(folder, 'files/source-sans-3-latin-wght-normal.woff2'));
  const browser = await launch();
  try {
    const page = await browser.newPage();
    return await page.evaluate(measureInPage, { font: font.toString('base64'), characters });
  } finally {
    await browser.close();
  }
}

/** Runs in the browser. */
async function measureInPage({ font, characters: codes }) {
  const face = new FontFace('measured', `url(data:font/woff2;base64,${font})`, { weight: '200 900' });
  document.fonts.add(await face.load());
  const context = document.createElement('canvas').getContext('2d');
  const widthsAt = (weight) => {
    context.font = `${weight} 1000px measured`;
    return codes.map((code) => Math.round(context.measureText(String.fromCodePoint(code)).width));
  };
  return { regular: widthsAt(400), bold: widthsAt(700) };
}

const { regular, bold } = await measure();
const object = (widths) =>
  JSON.stringify(Object.fromEntries(characters.map((code, index) => [String.fromCodePoint(code), widths[index]])));
await writeFile(
  table,
  `// Written by tools/measure-typeface.mjs; do not edit.
// prettier-ignore
/** Advance widths of Source Sans 3 in thousandths of the font size, by character. */
export const advanceWidths: Readonly<Record<'regular' | 'bold', Readonly<Record<string, number>>>> = {
  regular: ${object(regular)},
  bold: ${object(bold)},
};
`,
);
