import MiniSearch from 'minisearch';

type Entry = { id: number; title: string; section: string; url: string; text: string };

declare global {
  interface Window {
    atlasSearch?: Entry[];
  }
}

const input = document.querySelector<HTMLInputElement>('#search-words');
const list = document.querySelector<HTMLOListElement>('[data-search-results]');
const status = document.querySelector<HTMLElement>('[data-search-status]');
const entries = window.atlasSearch ?? [];

const index = new MiniSearch<Entry>({
  fields: ['section', 'title', 'text'],
  searchOptions: {
    boost: { section: 3, title: 2 },
    prefix: true,
    fuzzy: (term) => (term.length > 5 ? 0.2 : false),
    combineWith: 'AND',
  },
});
index.addAll(entries);

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

function search(words: string): void {
  const found = words.trim() === '' ? [] : index.search(words).slice(0, 30);
  const items = found.flatMap(({ id, queryTerms }) => {
    const entry = entries[id as number];
    return entry === undefined ? [] : [line(entry, queryTerms)];
  });
  list?.replaceChildren(...items);
  if (status)
    status.textContent = words.trim() === '' ? '' : items.length === 0 ? 'Nothing found.' : `${items.length} found`;
}

input?.addEventListener('input', () => {
  search(input.value);
  history.replaceState(null, '', `${location.pathname}?${new URLSearchParams({ q: input.value }).toString()}`);
});
input?.form?.addEventListener('submit', (event) => event.preventDefault());
const asked = new URLSearchParams(location.search).get('q');
if (input && asked) {
  input.value = asked;
  search(asked);
}
