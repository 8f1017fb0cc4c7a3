import { loadTranslator, type LoadedTranslator } from '@atlas/models';
import { chooseBackend } from '@atlas/tensor';
import { checkbox, element, select, takePlace } from '../elements.js';
import { loadWeights, offeredModels, type OfferedModel } from '../load-weights.js';
import { translationFigure } from './figure.js';
import { exampleSentences } from './sentence.js';
import { translationOf } from './translation.js';

const models = offeredModels('translate');
const start = { sentence: exampleSentences[0] as string, attention: true, network: models[0]?.name ?? '' };
const loaded = new Map<string, Promise<LoadedTranslator>>();
let state = { ...start };

const controls = element('div', { class: 'controls' });
const progress = element('p', { class: 'working', role: 'status' });
const result = element('div', { 'aria-live': 'polite' });
const known = element('details', { class: 'code-fold' });

function networkOf(model: OfferedModel): Promise<LoadedTranslator> {
  const network = loaded.get(model.name) ?? loadWeights(model).then(loadTranslator);
  loaded.set(model.name, network);
  network.catch(() => loaded.delete(model.name));
  return network;
}

let turn = 0;

/** Translates what is typed. Only the answer to the newest question is shown. */
async function translate(): Promise<void> {
  const mine = ++turn;
  const model = models.find(({ name }) => name === state.network);
  if (model === undefined) return;
  progress.textContent = loaded.has(model.name) ? 'Translating …' : `Loading ${model.title} …`;
  result.dataset['settled'] = 'false';
  try {
    const network = await networkOf(model);
    // The words above are painted before the work begins.
    await new Promise((done) => setTimeout(done, 20));
    if (mine !== turn) return;
    const canSwitch = model.name === 'rnnsearch';
    const translation = translationOf(network, state.sentence, state.attention || !canSwitch);
    // Markup of our own making: every text in it is escaped.
    result.innerHTML = translationFigure(translation, model.title).markup;
    showWords(network.description.source.words);
    progress.textContent = '';
    result.dataset['settled'] = 'true';
  } catch (error) {
    if (mine === turn) progress.textContent = error instanceof Error ? error.message : String(error);
  }
}

function showWords(words: readonly string[]): void {
  const sorted = words.filter((word) => !/^</.test(word)).sort((a, b) => a.localeCompare(b, 'en'));
  known.replaceChildren(
    element('summary', {}, `The ${sorted.length} words that it knows`),
    element('p', {}, sorted.join(', ')),
  );
}

function set(change: Partial<typeof state>): void {
  state = { ...state, ...change };
  void translate();
}

function fillControls(): void {
  const sentence = element('input', { type: 'text', maxlength: 240, oninput: () => set({ sentence: sentence.value }) });
  sentence.value = state.sentence;
  const use = (words: string): void => {
    sentence.value = words;
    set({ sentence: words });
  };
  const examples = exampleSentences.map((words, index) => [words, `${index + 1}: ${words}`] as const);
  const reset = (): void => {
    state = { ...start };
    fillControls();
    void translate();
  };
  const attention = checkbox('Switch attention off (every word weighs the same)', !state.attention, (off) =>
    set({ attention: !off }),
  );
  attention.hidden = state.network !== 'rnnsearch';
  controls.replaceChildren(
    element('label', { class: 'field sentence' }, 'An English sentence of the grammar', sentence),
    select(
      'Examples',
      examples,
      exampleSentences.find((words) => words === state.sentence) ?? exampleSentences[0],
      use,
    ),
    ...(models.length < 2
      ? []
      : [
          select(
            'Network',
            models.map(({ name, title }) => [name, title] as const),
            state.network,
            (network) => {
              attention.hidden = network !== 'rnnsearch';
              set({ network });
            },
          ),
        ]),
    attention,
    element('button', { type: 'button', onclick: reset }, 'Reset'),
  );
}

void chooseBackend({ backend: 'cpu' }).then(async () => {
  const place = takePlace('translate');
  fillControls();
  place.append(controls, progress, result, known);
  await translate();
  place.dataset['ready'] = 'true';
});
