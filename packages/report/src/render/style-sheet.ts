import { createHash } from 'node:crypto';

/** What a formula may ask for; everything else is dropped, whatever a notebook wrote. */
const allowed: readonly RegExp[] = [
  /^(padding|padding-(left|right|top|bottom)|margin|margin-(left|right|top|bottom)|height|width|min-width)$/,
  /^(color|background-color|border|border-(left|right|top|bottom)|text-align|math-style|math-depth|font-size)$/,
];
const safeValue = /^(?!.*(?:url|expression|var|\\))[#%a-zA-Z0-9 .,()+-]+$/;

/**
 * Turns inline styles into classes, so that pages need no `style` attribute and the Content-Security-Policy can forbid
 * them. A class is named after its content: the same style gives the same class on every page.
 */
export class StyleSheet {
  readonly #rules = new Map<string, string>();

  /** The class for `style`, or an empty string where nothing of it is allowed. */
  className(style: string): string {
    const kept = style
      .split(';')
      .map((declaration) => declaration.trim())
      .filter(isAllowed)
      .join(';');
    if (kept === '') return '';
    const name = `y${createHash('sha256').update(kept).digest('hex').slice(0, 8)}`;
    this.#rules.set(name, kept);
    return name;
  }

  /** Replaces every `style` attribute of generated markup by a class, joined with the one that is there. */
  hoist(markup: string): string {
    return markup.replace(/<[a-z][^<>]*\sstyle="[^"]*"[^<>]*>/g, (tag) => this.#hoistTag(tag));
  }

  css(): string {
    return [...this.#rules]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, style]) => `.${name}{${style}}`)
      .join('\n');
  }

  #hoistTag(tag: string): string {
    let added = '';
    const bare = tag.replace(/\sstyle="([^"]*)"/, (_match, style: string) => {
      added = this.className(style);
      return '';
    });
    if (added === '') return bare;
    if (/\sclass="/.test(bare)) return bare.replace(/\sclass="/, ` class="${added} `);
    return bare.replace(/^<([a-z]+)/, `<$1 class="${added}"`);
  }
}

function isAllowed(declaration: string): boolean {
  const [property = '', value = ''] = [
    declaration.split(':')[0]?.trim(),
    declaration.split(':').slice(1).join(':').trim(),
  ];
  return allowed.some((pattern) => pattern.test(property)) && safeValue.test(value);
}
