const entities: { [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for HTML content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Elements that have no content and no end tag. */
const empty: readonly string[] = ['img'];

/** An element with escaped attributes around content that is HTML already. Attributes that are `undefined` are left out. */
export function element(
  tag: string,
  attributes: { [name: string]: string | number | undefined },
  ...content: readonly string[]
): string {
  const text = Object.entries(attributes)
    .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeHtml(String(value))}"`]))
    .join('');
  return empty.includes(tag) ? `<${tag}${text}>` : `<${tag}${text}>${content.join('')}</${tag}>`;
}
