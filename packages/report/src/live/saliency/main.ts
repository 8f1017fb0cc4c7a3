import { chooseBackend } from '@atlas/tensor';
import { element, select, takePlace } from '../elements.js';
import { examplePicture, type Picture } from './example-picture.js';
import { mapOverlay, pathWords, scanPath } from './figure.js';
import { saliencyOf } from './saliency.js';
import { type MapName, type Saliency } from './saliency-maps.js';

/** Larger pictures are made smaller: the model looks at coarse structure only. */
const longestSide = 320;

const mapWords: readonly (readonly [MapName | 'none', string])[] = [
  ['saliency', 'saliency'],
  ['intensity', 'brightness'],
  ['colour', 'colour'],
  ['orientation', 'direction of edges'],
  ['none', 'no map'],
];

const state: { picture: Picture; map: MapName | 'none'; fixations: number; found?: Saliency } = {
  picture: examplePicture(),
  map: 'saliency',
  fixations: 3,
};

const canvas = element('canvas', { role: 'img', 'aria-label': 'The picture' });
const overlay = element('div', { class: 'overlays' });
const words = element('div', { 'aria-live': 'polite' });
const progress = element('p', { class: 'working', role: 'status' });
const frame = element('div', { class: 'looking' }, canvas, overlay);

function paint({ width, height, pixels }: Picture): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const data = context.createImageData(width, height);
  for (let index = 0; index < width * height; index++) {
    for (let channel = 0; channel < 3; channel++)
      data.data[index * 4 + channel] = Math.round((pixels[index * 3 + channel] ?? 0) * 255);
    data.data[index * 4 + 3] = 255;
  }
  context.putImageData(data, 0, 0);
}

function show(): void {
  const { found, map, picture } = state;
  if (found === undefined) return;
  const drawn = map === 'none' ? '' : mapOverlay(found.maps[map]).markup;
  overlay.innerHTML = drawn + scanPath(found, picture.width, picture.height).markup;
  words.innerHTML = pathWords(found, picture.width, picture.height).markup;
}

/** Looks at the picture; the page says so before, because a slow machine needs a moment. */
function look(): void {
  progress.textContent = 'Looking …';
  frame.classList.add('busy');
  setTimeout(() => {
    state.found = saliencyOf(state.picture, state.fixations);
    frame.classList.remove('busy');
    progress.textContent = '';
    show();
  }, 30);
}

function use(picture: Picture): void {
  state.picture = picture;
  paint(picture);
  overlay.replaceChildren();
  look();
}

async function pictureOf(file: Blob): Promise<Picture> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(32, Math.round(side * scale))) as [
    number,
    number,
  ];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('this browser cannot read pictures');
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = Float32Array.from(
    { length: width * height * 3 },
    (_, index) => (data[Math.floor(index / 3) * 4 + (index % 3)] ?? 0) / 255,
  );
  return { width, height, pixels };
}

function take(file: File | undefined): void {
  if (file === undefined) return;
  pictureOf(file).then(use, () => (progress.textContent = 'This file is not a picture that the browser can read.'));
}

function controls(): HTMLElement {
  const input = element('input', { type: 'file', accept: 'image/*', onchange: () => take(input.files?.[0]) });
  const slider = element('input', {
    type: 'range',
    min: 1,
    max: 8,
    value: state.fixations,
    oninput: () => moveTo(Number(slider.value)),
  });
  const count = element('output', {}, String(state.fixations));
  const moveTo = (fixations: number): void => {
    state.fixations = fixations;
    count.textContent = String(fixations);
    look();
  };
  return element(
    'div',
    { class: 'controls' },
    element('label', { class: 'field' }, 'Your picture (it stays on this device)', input),
    select('Map', mapWords, state.map, (map) => {
      state.map = map;
      show();
    }),
    element('label', { class: 'field' }, 'Places to look at', slider, count),
    element('button', { type: 'button', onclick: () => use(examplePicture()) }, 'Reset'),
  );
}

frame.addEventListener('dragover', (event) => event.preventDefault());
frame.addEventListener('drop', (event) => {
  event.preventDefault();
  take(event.dataTransfer?.files[0]);
});

void chooseBackend({ backend: 'cpu' }).then(() => {
  const place = takePlace('saliency');
  place.append(controls(), frame, progress, words);
  use(state.picture);
  place.dataset['ready'] = 'true';
});
