import { type Fate } from '@atlas/schemas';
import { axes, axisChip } from '../components/axes.js';
import { formDiagram } from '../components/diagram.js';
import { smokeNote } from '../components/freshness.js';
import { addPage } from '../components/page.js';
import { statementMap } from '../components/statement-map.js';
import { timeline } from '../components/timeline.js';
import { taxonomy } from '../components/taxonomy.js';
import { chapterNumber, chapterTitle } from '../model/chapter-title.js';
import { claimsOf, freshnessOf, runsToShow } from '../model/claim-entry.js';
import { type ChapterData } from '../read/report-data.js';
import { chapterPath, type Site } from '../site.js';
import { formatDay, plural } from '../text/format.js';
import { html, type Html } from '../text/html.js';
import { countVerdicts, tally } from './tally.js';

const path = 'index.html';

/** The front page: the question, the answer in numbers, the way in. */
export function addFront(site: Site): void {
  const counts = countVerdicts(site.claims);
  const body = html`<header class="opening front">
      <h1>What does attention do, and does it do what is said?</h1>
      <p class="question">
        A short survey tells how attention came from saliency maps to the Transformer. Here every mechanism it names
        runs, and every claim it repeats is put to the test of numbers.
      </p>
      ${site.claims.length > 0 ? tally(counts) : null}
      <p class="answer">${answer(site)}</p>
      ${howItWasRun(site)}${onlySmoke(site) ? smokeNote : null}
    </header>
    <section>
      <h2 id="chapters">Chapters</h2>
      ${
        site.data.chapters.length === 0
          ? html`<p>There are no notebooks yet.</p>`
          : html`<ol class="chapters">
              ${site.data.chapters.map(chapterItem)}
            </ol>`
      }
    </section>
    <section>
      <h2 id="statements">The survey</h2>
      ${statementMap(path, site.fates)}
    </section>
    <section class="form">
      <h2 id="form">One form</h2>
      <p>
        All attention has two halves. <em>g</em> looks at the input and decides what matters; <em>f</em> applies that
        decision to the input: <strong>f(g(x), x)</strong>. What differs is along which axis it acts.
      </p>
      ${formDiagram()}
      <ul class="axes">
        ${axes.map((axis) => html`<li>${axisChip(axis)} ${axisMeaning[axis]}</li>`)}
      </ul>
    </section>
    <section>
      <h2 id="try">Try it</h2>
      <p>
        Parts of the library run <a href="live.html">in your browser</a>: self-attention over a sentence of yours,
        translation with the weights of these chapters, where a picture draws the eye, and what networks see in a digit
        that you draw.
      </p>
    </section>
    <section class="wide">
      <h2 id="timeline">In time</h2>
      ${timeline(path, site.mechanisms)}
    </section>
    <section class="wide">
      <h2 id="taxonomy">By axis</h2>
      ${taxonomy(path, site.mechanisms)}
    </section>`;
  addPage(site, {
    path,
    title: 'Attention Atlas',
    description: 'Every claim about attention mechanisms, run, checked and explained.',
    body,
    section: 'chapters',
    kind: 'front',
  });
}

const axisMeaning = {
  channel: 'what: which feature maps',
  spatial: 'where: which places of an image',
  temporal: 'when: which steps of a sequence',
  branch: 'which: which of several paths',
};

function answer(site: Site): Html {
  const count = (fate: Fate): number => site.fates.filter((entry) => entry.fate === fate).length;
  const [decided, shown, undecidable, open] = [count('decided'), count('shown'), count('undecidable'), count('open')];
  const checks = site.data.chapters.flatMap((chapter) => Object.values(runsToShow(chapter)[0]?.result?.checks ?? {}));
  const failed = checks.filter(({ passed }) => !passed).length;
  const about =
    site.claims.length > 0 && site.mechanisms.length > 0
      ? `${plural(site.claims.length, 'claim')} about ${plural(site.mechanisms.length, 'mechanism')}. `
      : '';
  return html`${about}${plural(decided, 'statement')} of the survey decided by measurement, ${shown} shown as
    definitions, dates or
    identities${undecidable > 0 ? `, ${undecidable} undecidable` : null}${open > 0 ? `, ${open} not measured yet` : null}${checks.length > 0 ? `; ${plural(checks.length, 'identity check')}, ${failed === 0 ? 'all passed' : `${failed} failed`}` : null}.
    <a href="statements.html">Statement by statement</a>, or <a href="claims.html">claim by claim</a>.`;
}

function howItWasRun(site: Site): Html {
  const runs = site.data.chapters.flatMap((chapter) => runsToShow(chapter));
  const measured = runs.filter((run) => freshnessOf(run) === 'measured').length;
  const newestFirst = runs.flatMap(({ measurement }) => measurement ?? []).sort((a, b) => b.date.localeCompare(a.date));
  const latest = newestFirst[0];
  // Chapters may come from several machines.
  const machines = new Set(
    newestFirst.map(({ provenance: { processor } }) => `${processor.model}, ${plural(processor.cores, 'core')}`),
  );
  const where = latest ? `, ${[...machines].join(', and ')}, ${latest.provenance.backend.name} backend` : '';
  const notice = latest?.provenance.backend.notice;
  if (runs.length === 0)
    return html`<p class="freshness"><span class="badge">not run</span> No chapter has results yet.</p>`;
  const state =
    measured === 0
      ? 'published'
      : measured === runs.length
        ? 'measured here'
        : `${measured} of ${runs.length} measured here`;
  return html`<p class="freshness">
      <span class="badge ${measured === 0 ? 'published' : 'measured'}">${state}</span>
      ${latest ? `Last run ${formatDay(latest.date)}` : null}${where}.
    </p>
    ${notice === undefined ? null : html`<p class="notice">${notice}</p>`}`;
}

/** True where nothing but the smoke profile has run. */
export function onlySmoke(site: Site): boolean {
  const runs = site.data.chapters.flatMap((chapter) => runsToShow(chapter));
  return runs.length > 0 && runs.every(({ profile }) => profile === 'smoke');
}

function chapterItem(chapter: ChapterData): Html {
  const claims = claimsOf(chapter);
  const counts = countVerdicts(claims);
  const [run] = runsToShow(chapter);
  return html`<li class="chapter-item">
    <span class="chapter-number">${chapterNumber(chapter) ?? ''}</span>
    <div>
      <a class="chapter-title" href="${chapterPath(chapter.name)}">${chapterTitle(chapter)}</a>
      ${chapter.contract ? html`<p>${chapter.contract.atlas.question}</p>` : null}
      <div class="chapter-state">
        ${claims.length > 0 ? tally(counts) : null}${run === undefined ? null : html`<span class="badge ${freshnessOf(run)}">${freshnessOf(run) === 'measured' ? 'measured here' : 'published'}</span>`}${claims.length === 0 && run === undefined ? html`<span class="badge">not run</span>` : null}
      </div>
    </div>
  </li>`;
}
