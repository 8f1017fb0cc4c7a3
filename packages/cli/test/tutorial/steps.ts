/** What a reader of the tutorial does: writes a file, inserts lines into one, or runs commands. */
export type Step =
  | { readonly kind: 'create'; readonly file: string; readonly text: string }
  | { readonly kind: 'insert'; readonly file: string; readonly above: string; readonly text: string }
  | { readonly kind: 'run'; readonly command: string };

const marker = /<!-- (create|insert|run)(?: (\S+))?(?: above "(.*)")? -->\n\n```\w+\n([\s\S]*?)```/g;

/**
 * The steps of a page, in order. A comment before a block of code says what is done with it.
 * @throws Error when a block has no such comment: it would be shown, but never tried
 */
export function stepsOf(page: string): Step[] {
  const steps = [...page.matchAll(marker)].flatMap(([, kind, file = '', above = '', text = '']): Step[] => {
    if (kind === 'create') return [{ kind, file, text }];
    if (kind === 'insert') return [{ kind, file, above, text }];
    return text
      .trim()
      .split('\n')
      .map((command) => ({ kind: 'run', command }));
  });
  const blocks = [...page.matchAll(/^```\w+$/gm)].length;
  const marked = [...page.matchAll(marker)].length;
  if (blocks !== marked)
    throw new Error(`${blocks - marked} of ${blocks} blocks of code do not say what is done with them`);
  return steps;
}

/**
 * A file with lines inserted above the only line that begins with `above`.
 * @throws Error when there is no such line, or more than one
 */
export function insertAbove(content: string, above: string, text: string): string {
  const lines = content.split('\n');
  const places = lines.flatMap((line, index) => (line.startsWith(above) ? [index] : []));
  if (places.length !== 1) throw new Error(`expected one line that begins with "${above}", found ${places.length}`);
  return [
    ...lines.slice(0, places[0]),
    ...text.trimEnd().split('\n'),
    ...(text.endsWith('\n\n') ? [''] : []),
    ...lines.slice(places[0]),
  ].join('\n');
}
