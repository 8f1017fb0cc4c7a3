import MiniSearch from 'minisearch';
import { loadScript } from './load-script.js';

type Entry = { id: number; title: string; section: string; url: string; text: string };

declare global {
  interface Window {
    atlasSearch?: Entry[];
  }
}

const input = document.querySelector<HTMLInputElement>('#search-words');
const list = document.querySelector<HTMLOListElement>('[data-search-results]');
const status = document.querySelector<HTMLElement>('[data-search-status]');

interface Index {
  readonly entries: readonly Entry[];
  readonly mini: MiniSearch<Entry>;
}

/** Everything that can be found is larger than the page: it is loaded with the first words. */
async function loadIndex(): Promise<Index> {
  await loadScript('assets/search-index.js');
  const entries = window.atlasSearch ?? [];
  const mini = new MiniSearch<Entry>({
    fields: ['section', 'title', 'text'],
    searchOptions: {
      boost: { section: 3, title: 2 },
      prefix: true,
      fuzzy: (term) => (term.length > 5 ? 0.2 : false),
      combineWith: 'AND',
    },
  });
  mini.addAll(entries);
  return { entries, mini };
}

let index: Promise<Index> | undefined;

/** The words around the first one that was found. */
function excerpt(text: string, terms: readonly string[]): string {
  const places = terms.map((term) => text.toLowerCase().indexOf(term)).filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...(places.length > 0 ? places : [0])) - 60);
  return `${start > 0 ? '… ' : ''}${text.slice(start, start + 180)}${text.length > start + 180 ? ' …' : ''}`;
}

function line(entry: Entry, terms: readonly string[]): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = entry.url;
  link.textContent =
    entry.section === '' || entry.section === entry.title ? entry.title : `${entry.title}: ${entry.section}`;
  const words = document.createElement('p');
  words.textContent = excerpt(entry.text, terms);
  item.append(link, words);
  return item;
}

async function search(words: string): Promise<void> {
  if (words.trim() === '') return show([], '');
  try {
    const { entries, mini } = await (index ??= loadIndex());
    // The reader may have typed on meanwhile.
    if (input?.value !== words) return;
    const items = mini
      .search(words)
      .slice(0, 30)
      .flatMap(({ id, queryTerms }) => {
        const entry = entries[id as number];
        return entry === undefined ? [] : [line(entry, queryTerms)];
      });
    show(items, items.length === 0 ? 'Nothing found.' : `${items.length} found`);
  } catch (error) {
    index = undefined;
    show([], `Nothing can be searched: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function show(items: readonly HTMLLIElement[], words: string): void {
  list?.replaceChildren(...items);
  if (status) status.textContent = words;
}

input?.addEventListener('input', () => {
  void search(input.value);
  history.replaceState(null, '', `${location.pathname}?${new URLSearchParams({ q: input.value }).toString()}`);
});
input?.form?.addEventListener('submit', (event) => event.preventDefault());
const asked = new URLSearchParams(location.search).get('q');
if (input && asked) {
  input.value = asked;
  void search(asked);
}
