import { type Fate, type Verdict } from '@atlas/schemas';
import { verdictOf } from '../model/claim-entry.js';
import { fateWords, type StatementFate } from '../model/statements.js';
import { relative } from '../site.js';
import { html, type Html } from '../text/html.js';
import { verdictMark } from './verdict.js';

/** What became of a statement: the most critical verdict about it where there is one, else its fate. */
export type Ending = Verdict | Exclude<Fate, 'decided'>;

const endingWords: Readonly<Record<Ending, string>> = {
  fails: 'fails in part or as a whole',
  'not decided': 'not decided',
  holds: 'holds',
  open: fateWords.open,
  shown: fateWords.shown,
  undecidable: fateWords.undecidable,
};

/** Where the words for several statements differ. */
const manyWords: Partial<Record<Ending, string>> = { fails: 'fail in part or as a whole', holds: 'hold' };

const order = Object.keys(endingWords) as Ending[];

/** A claim that only shows its verdict, without asserting it, ends nothing. */
export function endingOf({ fate, claims }: StatementFate): Ending {
  if (fate !== 'decided') return fate;
  const verdicts = claims.filter(({ runs }) => runs[0]?.asserted === true).map(verdictOf);
  return order.find((ending) => verdicts.some((verdict) => verdict === ending)) ?? 'open';
}

/** All statements of the survey at a glance, with a legend that counts them. */
export function statementMap(page: string, fates: readonly StatementFate[]): Html {
  const link = ({ statement, ...rest }: StatementFate): Html => {
    const ending = endingOf({ statement, ...rest });
    return html`<li>
      <a
        class="ending-${kindOf(ending)}"
        href="${relative(page, `statements.html#${statement.id}`)}"
        title="${statement.sentence}"
        ><span>${statement.id}</span>${mark(ending)}<span class="unseen">${endingWords[ending]}</span></a
      >
    </li>`;
  };
  const counts = order.map((ending) => ({ ending, count: fates.filter((fate) => endingOf(fate) === ending).length }));
  return html`<ul class="endings">
      ${counts.map(({ ending, count }) => (count === 0 ? null : html`<li><span class="number">${count}</span><span class="legend ending-${kindOf(ending)}">${mark(ending)} ${count === 1 ? endingWords[ending] : (manyWords[ending] ?? endingWords[ending])}</span></li>`))}
    </ul>
    <ol class="statement-map">
      ${fates.map(link)}
    </ol>`;
}

const kindOf = (ending: Ending): string => ending.replace(' ', '-');

function mark(ending: Ending): Html | null {
  if (ending === 'fails' || ending === 'not decided' || ending === 'holds') return verdictMark(ending, null);
  return ending === 'open'
    ? verdictMark(undefined, null)
    : html`<span aria-hidden="true">${ending === 'shown' ? '§' : '?'}</span>`;
}
