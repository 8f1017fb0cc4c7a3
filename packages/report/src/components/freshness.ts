import { compareResults, type Difference } from '@atlas/schemas';
import { type ChapterData, type RunData } from '../read/report-data.js';
import { freshnessOf } from '../model/claim-entry.js';
import { formatDay, formatSeconds, plural } from '../text/format.js';
import { html, type Html } from '../text/html.js';

/** Differences listed on a page; the rest is counted. */
const differencesShown = 30;

/** Where the numbers of the shown runs come from: published, or measured here and how they differ. */
export function freshnessNotes(chapter: ChapterData, runs: readonly RunData[]): Html {
  const published = runs.filter((run) => freshnessOf(run) === 'published');
  const measured = runs.filter((run) => freshnessOf(run) === 'measured');
  return html`${measured.map((run) => measuredNote(chapter, run))}${
    published.length > 0 ? publishedNote(published) : null
  }${runs.some(({ profile }) => profile === 'smoke') ? smokeNote : null}`;
}

/** What the smoke profile is worth. */
export const smokeNote = html`<p class="notice">
  The smoke profile only tests that everything runs, at small sizes. Its verdicts decide nothing; the default profile
  does.
</p>`;

function measuredNote(chapter: ChapterData, run: RunData): Html {
  const when =
    run.measurement === undefined
      ? 'just now'
      : `${formatDay(run.measurement.date)}, in ${formatSeconds(run.measurement.seconds)}`;
  const published = run.past[0]?.result;
  const badge = html`<span class="badge measured">measured here</span>`;
  if (published === undefined || run.result === undefined || chapter.contract === undefined) {
    return html`<p class="freshness">
      ${badge} ${run.profile} profile, ${when}. Nothing is published yet to compare with.
    </p>`;
  }
  const differences = compareResults(chapter.contract, published, run.result);
  const real = differences.filter(({ within }) => !within);
  if (real.length === 0) {
    const tolerated =
      differences.length === 0
        ? 'Every number equals the published one'
        : `Equal to the published results within tolerance (${plural(differences.length, 'number')} differ in the last digits)`;
    return html`<p class="freshness">${badge} ${run.profile} profile, ${when}. ${tolerated}.</p>`;
  }
  return html`<div class="freshness differs">
    <p>
      ${badge} ${run.profile} profile, ${when}. ${plural(real.length, 'number differs', 'numbers differ')} from the
      published results.
    </p>
    ${differenceList(real)}
  </div>`;
}

function publishedNote(runs: readonly RunData[]): Html {
  const words = runs.map(({ profile, measurement, past }) => {
    const date = measurement?.date ?? past[0]?.date;
    return date === undefined ? `${profile} profile` : `${profile} profile, ${formatDay(date)}`;
  });
  return html`<p class="freshness">
    <span class="badge published">published</span> ${words.join('; ')}. These numbers are the ones kept with the source;
    they were not measured on this machine.
  </p>`;
}

function differenceList(differences: readonly Difference[]): Html {
  const items = differences
    .slice(0, differencesShown)
    .map(({ pointer, message }) => html`<li><code>${pointer}</code> ${message}</li>`);
  const rest = differences.length - items.length;
  return html`<details>
    <summary>The differences</summary>
    <ul>
      ${items}${rest > 0 ? html`<li>and ${plural(rest, 'more', 'more')}</li>` : null}
    </ul>
  </details>`;
}
