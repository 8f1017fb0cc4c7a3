type Filter = { name: string; value: string };

const nameOf = (select: HTMLSelectElement): string => select.dataset['filter'] ?? '';

/** Filters of the ledger. The choice stands in the address, so that it can be sent to someone. */
export function startLedger(): void {
  const form = document.querySelector<HTMLFormElement>('form.filters');
  if (form === null) return;
  const selects = [...form.querySelectorAll<HTMLSelectElement>('select[data-filter]')];
  const wanted = new URLSearchParams(location.search);
  for (const select of selects) select.value = wanted.get(nameOf(select)) ?? '';
  form.addEventListener('input', () => show(selects, true));
  form.addEventListener('reset', () => setTimeout(() => show(selects, true)));
  form.addEventListener('submit', (event) => event.preventDefault());
  show(selects, false);
}

function show(selects: readonly HTMLSelectElement[], remember: boolean): void {
  const filters = selects
    .map((select) => ({ name: nameOf(select), value: select.value }))
    .filter(({ value }) => value !== '');
  const entries = [...document.querySelectorAll<HTMLElement>('.entry')];
  let count = 0;
  for (const entry of entries) {
    entry.hidden = !filters.every((filter) => matches(entry, filter));
    if (!entry.hidden) count++;
  }
  const found = document.querySelector('[data-found]');
  if (found)
    found.textContent = filters.length === 0 ? `${entries.length} claims` : `${count} of ${entries.length} claims`;
  const query = new URLSearchParams(filters.map(({ name, value }) => [name, value])).toString();
  if (remember)
    history.replaceState(null, '', `${location.pathname}${query === '' ? '' : `?${query}`}${location.hash}`);
}

function matches(entry: HTMLElement, { name, value }: Filter): boolean {
  const own = entry.dataset[name] ?? '';
  return name === 'mechanisms' ? own.split(' ').includes(value) : own === value;
}
