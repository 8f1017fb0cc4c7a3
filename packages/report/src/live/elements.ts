type Properties = { [name: string]: string | number | boolean | ((event: Event) => void) };

/** An element with attributes, listeners (`onclick: …`) and children. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(key.replace(/^on/, ''), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/** A checkbox with its words. */
export function checkbox(words: string, checked: boolean, change: (checked: boolean) => void): HTMLLabelElement {
  const box = element('input', { type: 'checkbox', onchange: () => change(box.checked) });
  box.checked = checked;
  return element('label', { class: 'choice' }, box, ` ${words}`);
}

/** A choice from a list, `[value, words]` each. */
export function select<Value extends string>(
  words: string,
  options: readonly (readonly [Value, string])[],
  value: Value,
  change: (value: Value) => void,
): HTMLLabelElement {
  const list = element('select', { onchange: () => change(list.value as Value) });
  for (const [option, label] of options) list.append(element('option', { value: option }, label));
  list.value = value;
  return element('label', { class: 'field' }, words, list);
}

/** The place of a live part on its page, emptied. */
export function takePlace(name: string): HTMLElement {
  const place = document.querySelector<HTMLElement>(`[data-live="${name}"]`);
  if (place === null) throw new Error(`this page has no place for "${name}"`);
  place.replaceChildren();
  return place;
}
