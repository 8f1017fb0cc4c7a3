import { chooseBackend } from '@atlas/tensor';
import { checkbox, element, select, takePlace } from '../elements.js';
import { startChoice, type AttentionChoice, type SimilarityName } from './choice.js';
import { stepList, weightTable } from './figure.js';
import { attentionSteps } from './steps.js';

const similarityWords: readonly (readonly [SimilarityName, string])[] = [
  ['dot-product', 'dot product'],
  ['cosine', 'cosine'],
  ['concatenation', 'concatenation w · [q; k]'],
  ['mlp', 'a small network'],
];

let choice: AttentionChoice = { ...startChoice };
let chosen = 0;

const table = element('div');
const list = element('div', { 'aria-live': 'polite' });
const controls = element('div', { class: 'controls' });

function draw(): void {
  const steps = attentionSteps(choice);
  chosen = Math.min(chosen, Math.max(0, steps.words.length - 1));
  // Both parts escape every word; the words are the reader's own.
  table.innerHTML = weightTable(steps, chosen, true).markup;
  list.innerHTML = steps.words.length === 0 ? '<p>Type some words.</p>' : stepList(steps, chosen).markup;
}

function set(change: Partial<AttentionChoice>): void {
  choice = { ...choice, ...change };
  draw();
}

function fillControls(): void {
  const sentence = element('input', { type: 'text', maxlength: 120, oninput: () => set({ sentence: sentence.value }) });
  sentence.value = choice.sentence;
  const reset = (): void => {
    choice = { ...startChoice };
    chosen = 0;
    fillControls();
    draw();
  };
  controls.replaceChildren(
    element('label', { class: 'field sentence' }, 'Your sentence', sentence),
    select('Similarity', similarityWords, choice.similarity, (similarity) => set({ similarity })),
    checkbox('Map the words first (Wq, Wk, Wv)', choice.mapped, (mapped) => set({ mapped })),
    checkbox('Divide by the root of the size', choice.scaled, (scaled) => set({ scaled })),
    checkbox('Make all vectors equally long', choice.equalLengths, (equalLengths) => set({ equalLengths })),
    checkbox('Switch attention off', !choice.attention, (off) => set({ attention: !off })),
    element('button', { type: 'button', onclick: reset }, 'Reset'),
  );
}

table.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-word]') : null;
  if (button === null) return;
  chosen = Number(button.dataset['word']);
  draw();
  table.querySelector<HTMLElement>(`[data-word="${chosen}"]`)?.focus();
});

void chooseBackend({ backend: 'cpu' }).then(() => {
  const place = takePlace('self-attention');
  fillControls();
  draw();
  place.append(controls, table, list);
  place.dataset['ready'] = 'true';
});
