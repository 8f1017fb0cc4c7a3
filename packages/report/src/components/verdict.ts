import { type Verdict } from '@atlas/schemas';
import { html, trusted, type Html } from '../text/html.js';

/** A verdict has a sign, a word and a colour, so that no reader depends on the colour. */
const signs: Readonly<Record<Verdict | 'not run', string>> = {
  holds: '<path d="M3.5 8.5l3 3 6-7"/>',
  fails: '<path d="M4 4l8 8M12 4l-8 8"/>',
  'not decided': '<path d="M3 8h2M7 8h2M11 8h2"/>',
  'not run': '<circle cx="8" cy="8" r="4.5"/>',
};

/** `undefined` where the claim has not been run yet. Without a word only where one stands beside it. */
export function verdictMark(verdict: Verdict | undefined, word: string | null = verdict ?? 'not run'): Html {
  const sign = trusted(signs[verdict ?? 'not run']);
  const kind = (verdict ?? 'not run').replace(' ', '-');
  return html`<span class="verdict verdict-${kind}"
    ><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="sign">${sign}</svg>${word}</span
  >`;
}
