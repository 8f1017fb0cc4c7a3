import { encode } from 'fast-png';
import { lookFigure, strokeLines } from '../live/digits/figure.js';
import { exampleDigits, firstDigit } from '../live/digits/strokes.js';
import { examplePicture } from '../live/saliency/example-picture.js';
import { mapOverlay, pathWords, scanPath } from '../live/saliency/figure.js';
import { startChoice } from '../live/self-attention/choice.js';
import { stepList, weightTable } from '../live/self-attention/figure.js';
import { translationFigure } from '../live/translate/figure.js';
import { exampleSentences } from '../live/translate/sentence.js';
import { type LiveModel } from '../model/live-models.js';
import { type LiveNetwork, type LiveStills } from '../model/live-stills.js';
import { html, type Html } from '../text/html.js';

/** A part of the library that runs in the reader's browser, with what it shows first as a still picture. */
export type LivePart = {
  name: string;
  title: string;
  question: string;
  /** Words of the button that loads it; absent where something is missing, which `body` then says. */
  start?: string;
  body: Html;
  /** Trained networks that the part offers. */
  models: LiveModel[];
};

/** Parts that compute everything from what the reader gives. */
export function untrainedParts({ attention, saliency }: LiveStills): LivePart[] {
  const picture = examplePicture();
  return [
    {
      name: 'self-attention',
      title: 'Self-attention, step by step',
      question:
        'Type a sentence, choose a word, and see whom it looks at and why. Word vectors are made from letters here: nobody trained them, so words that look alike are alike.',
      start: 'Type your own sentence',
      body: html`<p>The first example is “${startChoice.sentence}”.</p>
        ${weightTable(attention, 0, false)}${stepList(attention, 0)}`,
      models: [],
    },
    {
      name: 'saliency',
      title: 'Where a picture draws the eye',
      question:
        'The saliency model of Itti, Koch and Niebur looks at brightness, colour and the direction of edges, and learns nothing. Give it a picture of your own.',
      start: 'Use your own picture',
      body: html`<div class="looking">
          <img
            src="${pngAddress(picture.width, picture.height, picture.pixels, 3)}"
            width="${picture.width}"
            height="${picture.height}"
            alt="Rows of upright green bars; one bar is red and leans."
          />
          <div class="overlays">
            ${mapOverlay(saliency.maps.saliency)}${scanPath(saliency, picture.width, picture.height)}
          </div>
        </div>
        ${pathWords(saliency, picture.width, picture.height)}`,
      models: [],
    },
  ];
}

/** Parts that need weights which a notebook has trained. */
export function trainedParts(networks: readonly LiveNetwork[]): LivePart[] {
  return [translation(networks), digits(networks)];
}

function translation(networks: readonly LiveNetwork[]): LivePart {
  const translators = networks.filter(({ still }) => still.kind === 'translation');
  const [first] = translators;
  const still = first?.still;
  return {
    name: 'translate',
    title: 'Translate, and see where the network looks',
    question:
      'A trained network reads English of a small grammar and writes an Esperanto with a word order of its own: adjectives behind their noun, verbs at the end. Change the sentence, and watch the alignment follow.',
    ...(first !== undefined && { start: 'Translate your own sentence' }),
    body:
      first === undefined || still?.kind !== 'translation'
        ? absent('translators', 'the chapters on RNNsearch and the Transformer')
        : html`<p>${first.model.title} reads “${exampleSentences[0]}” and writes:</p>
            ${translationFigure(still.translation, first.model.title)}`,
    models: translators.map(({ model }) => model),
  };
}

function digits(networks: readonly LiveNetwork[]): LivePart {
  const readers = networks.filter(({ still }) => still.kind === 'digit');
  const figures = readers.map(({ model, still }) =>
    still.kind !== 'digit'
      ? null
      : html`<h2>${model.title}</h2>
          ${lookFigure(still.look, digitPicture(still.side, still.pixels), still.side)}`,
  );
  return {
    name: 'digits',
    title: 'Draw a digit, and see what attention does',
    question:
      'Trained networks read your digit: one looks at it piece by piece, others open and close gates on their channels and branches. See where they look and which gates they open.',
    ...(readers.length > 0 && { start: 'Draw your own digit' }),
    body:
      readers.length === 0
        ? absent('readers of digits', 'the chapters on hard attention, channels and branches')
        : html`<div class="drawing-place">
            <svg class="pad" viewBox="0 0 100 100" role="img" aria-label="A drawn 3">
              ${strokeLines(exampleDigits[firstDigit] ?? [])}
            </svg>
            <div>${figures}</div>
          </div>`,
    models: readers.map(({ model }) => model),
  };
}

function absent(what: string, where: string): Html {
  return html`<p class="absent-note">
    The trained ${what} of this part come from ${where}. Their weights have not been published here yet: run the
    chapters, and they appear.
  </p>`;
}

function digitPicture(side: number, pixels: readonly number[]): Html {
  const address = pngAddress(side, side, pixels, 1);
  return html`<img src="${address}" width="${side}" height="${side}" alt="What the network gets" />`;
}

function pngAddress(width: number, height: number, values: ArrayLike<number>, channels: number): string {
  const data = Uint8Array.from(values, (value) => Math.round(value * 255));
  const bytes = encode({ width, height, channels, depth: 8, data });
  return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
}
