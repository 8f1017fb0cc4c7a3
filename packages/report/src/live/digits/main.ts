import { chooseBackend } from '@atlas/tensor';
import { html } from '../../text/html.js';
import { element, select, takePlace } from '../elements.js';
import { loadWeights, offeredModels, type OfferedModel } from '../load-weights.js';
import { lookFigure, strokeLines } from './figure.js';
import { digitNetwork, type DigitNetwork } from './networks.js';
import { exampleDigits, firstDigit, inkOf, type Ink, type Stroke } from './strokes.js';
import { type LiveKind } from '../../model/live-models.js';

const models = offeredModels('digits');
const loaded = new Map<string, Promise<DigitNetwork>>();
const start = { example: firstDigit, network: models[0]?.name ?? '' };
let strokes: readonly Stroke[] = exampleDigits[start.example] ?? [];
let chosen = start.network;
let glimpses: number | undefined;

const svgNamespace = 'http://www.w3.org/2000/svg';
const field = document.createElementNS(svgNamespace, 'svg');
field.setAttribute('viewBox', '0 0 100 100');
field.setAttribute('class', 'pad');
field.setAttribute('role', 'img');
field.setAttribute('aria-label', 'Your drawing');
const controls = element('div', { class: 'controls' });
const progress = element('p', { class: 'working', role: 'status' });
const result = element('div', { 'aria-live': 'polite' });
const slider = element('input', { type: 'range', min: 1, max: 6, value: 6, oninput: () => setGlimpses() });
const count = element('output', {}, '');
const glimpseField = element('label', { class: 'field' }, 'Glimpses before it answers', slider, count);

function networkOf(model: OfferedModel): Promise<DigitNetwork> {
  const network =
    loaded.get(model.name) ?? loadWeights(model).then((file) => digitNetwork(model.kind as LiveKind, file));
  loaded.set(model.name, network);
  network.catch(() => loaded.delete(model.name));
  return network;
}

/** The picture as the network gets it, pixel for pixel. */
function pictureOf({ side, pixels }: Ink): HTMLCanvasElement {
  const canvas = element('canvas', { width: side, height: side, role: 'img', 'aria-label': 'What the network gets' });
  const context = canvas.getContext('2d');
  const data = context?.createImageData(side, side);
  if (!context || !data) return canvas;
  pixels.forEach((ink, index) => data.data.set([ink * 255, ink * 255, ink * 255, 255], index * 4));
  context.putImageData(data, 0, 0);
  return canvas;
}

let turn = 0;

/** Shows the drawing to the network. Only the answer to the newest drawing is shown. */
async function look(): Promise<void> {
  const mine = ++turn;
  // Lines of our own numbers.
  field.innerHTML = strokeLines(strokes).markup;
  const model = models.find(({ name }) => name === chosen);
  if (model === undefined) return;
  result.dataset['settled'] = 'false';
  progress.textContent = loaded.has(model.name) ? 'Looking …' : `Loading ${model.title} …`;
  try {
    const network = await networkOf(model);
    await new Promise((done) => setTimeout(done, 20));
    if (mine !== turn) return;
    showGlimpses(network);
    const ink = inkOf(strokes, network.size);
    result.innerHTML = lookFigure(network.look(ink, glimpses), html`<span data-picture></span>`, ink.side).markup;
    result.querySelector('[data-picture]')?.replaceWith(pictureOf(ink));
    progress.textContent = '';
    result.dataset['settled'] = 'true';
  } catch (error) {
    if (mine === turn) progress.textContent = error instanceof Error ? error.message : String(error);
  }
}

function showGlimpses(network: DigitNetwork): void {
  glimpseField.hidden = network.glimpses === undefined;
  if (network.glimpses === undefined) return;
  slider.max = String(network.glimpses);
  glimpses ??= network.glimpses;
  slider.value = String(glimpses);
  count.textContent = String(glimpses);
}

function setGlimpses(): void {
  glimpses = Number(slider.value);
  count.textContent = slider.value;
  void look();
}

function draw(newStrokes: readonly Stroke[]): void {
  strokes = newStrokes;
  void look();
}

function pointIn(event: PointerEvent): readonly [number, number] {
  const box = field.getBoundingClientRect();
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
}

/** The stroke under the pen; it joins the drawing when the pen is lifted. */
let pen: (readonly [number, number])[] | undefined;
/** The first stroke of a reader replaces the example. */
let own = false;

field.addEventListener('pointerdown', (event) => {
  event.preventDefault();
  field.setPointerCapture(event.pointerId);
  pen = [pointIn(event)];
  if (!own) strokes = [];
  own = true;
});
field.addEventListener('pointermove', (event) => {
  if (pen === undefined) return;
  pen.push(pointIn(event));
  field.innerHTML = strokeLines([...strokes, pen]).markup;
});
const lift = (): void => {
  if (pen === undefined) return;
  const drawn = [...strokes, pen];
  pen = undefined;
  draw(drawn);
};
field.addEventListener('pointerup', lift);
field.addEventListener('pointercancel', lift);

function fillControls(): void {
  const useExample = (name: string): void => {
    own = false;
    draw(exampleDigits[name] ?? []);
  };
  const clear = (): void => {
    own = true;
    draw([]);
  };
  const reset = (): void => {
    chosen = start.network;
    glimpses = undefined;
    fillControls();
    useExample(start.example);
  };
  const digits = Object.keys(exampleDigits).map((name) => [name, name] as const);
  controls.replaceChildren(
    ...(models.length < 2
      ? []
      : [
          select(
            'Network',
            models.map(({ name, title }) => [name, title] as const),
            chosen,
            (name) => {
              chosen = name;
              void look();
            },
          ),
        ]),
    select('A digit drawn for you', digits, start.example, useExample),
    glimpseField,
    element('button', { type: 'button', onclick: clear }, 'Clear'),
    element('button', { type: 'button', onclick: reset }, 'Reset'),
  );
}

void chooseBackend({ backend: 'cpu' }).then(async () => {
  const place = takePlace('digits');
  glimpseField.hidden = true;
  fillControls();
  place.append(
    controls,
    element(
      'div',
      { class: 'drawing-place' },
      element('div', { class: 'pad-frame' }, field, element('p', {}, 'Draw a digit here.')),
      result,
    ),
    progress,
  );
  await look();
  place.dataset['ready'] = 'true';
});
