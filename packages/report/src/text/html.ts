/** A piece of markup that is known to be safe. Only this module and the renderers make one. */
export class Html {
  constructor(readonly markup: string) {}
  toString(): string {
    return this.markup;
  }
}

export type HtmlValue = Html | string | number | boolean | null | undefined | readonly HtmlValue[];

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for element content and for quoted attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => replacements[character] ?? character);
}

/** Markup that something else has already made safe (a sanitiser, a highlighter, a chart renderer). */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function stringify(value: HtmlValue): string {
  if (value instanceof Html) return value.markup;
  if (value === null || value === undefined || typeof value === 'boolean') return '';
  if (Array.isArray(value)) return value.map(stringify).join('');
  return escapeHtml(String(value));
}

/** Template tag: every value is escaped unless it is {@link Html}; false, null and undefined vanish; lists are joined. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let markup = strings[0] ?? '';
  values.forEach((value, index) => {
    markup += stringify(value) + (strings[index + 1] ?? '');
  });
  return new Html(markup);
}

/** Lists of markup with a separator between them. */
export function joined(parts: readonly HtmlValue[], separator: HtmlValue): Html {
  return new Html(parts.map(stringify).join(stringify(separator)));
}
