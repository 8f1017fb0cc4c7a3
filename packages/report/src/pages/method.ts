import { profiles } from '@atlas/schemas';
import { addPage } from '../components/page.js';
import { runsToShow } from '../model/claim-entry.js';
import { type RunData } from '../read/report-data.js';
import { type Site } from '../site.js';
import { formatDay, formatSeconds, plural } from '../text/format.js';
import { html, joined, type Html } from '../text/html.js';

/** How the numbers came about, and how to make them again. */
export function addMethod(site: Site): void {
  const runs = site.data.chapters.flatMap((chapter) => chapter.runs.map((run) => ({ name: chapter.name, run })));
  const body = html`<header class="opening">
      <p class="kicker">Method</p>
      <h1>How it was made</h1>
      <p class="question">
        Every chapter is a notebook that runs from its first cell to its last without hands. What it finds is data;
        these pages only show the data.
      </p>
    </header>
    <h2 id="again">Make it again</h2>
    <p>A clone of the repository and Node 20.19 or newer are enough:</p>
    <pre class="code" tabindex="0"><code>npm run reports</code></pre>
    <p>
      This sets up, builds these pages from the published results, and then measures chapter by chapter. A page says
      whether its numbers are <em>published</em> or <em>measured here</em>, and where the two differ.
    </p>
    <h2 id="claims">How a claim is decided</h2>
    <p>
      A claim is a sentence of the survey or of a paper that a number can decide. Its rule stands in the schema of its
      notebook, written before the first run that was published. Each run is repeated with several seeds. The interval
      is the 95 % interval of the mean by Student’s t distribution; where two networks are compared, the runs are paired
      by seed, and the interval is that of the difference.
    </p>
    <ul>
      <li><strong>Holds</strong>: the whole interval lies where the rule wants it.</li>
      <li><strong>Fails</strong>: the whole interval lies outside.</li>
      <li>
        <strong>Not decided</strong>: the interval crosses the border, or the negative control satisfies the rule too,
        or the comparison was not fair.
      </li>
    </ul>
    <p>
      “Equal”, “matches” and “keeps” mean that the interval of the paired difference lies inside a margin that was fixed
      beforehand. The negative control of a claim about accuracy is a network trained without the mechanism, with the
      same seeds, budget and tuning.
    </p>
    <h2 id="profiles">Three profiles</h2>
    <p>
      The same notebooks run in three sizes:
      ${joined(
        profiles.map((profile) => html`<strong>${profile}</strong>`),
        ', ',
      )}.
      Smoke takes seconds and tests that everything runs. Default makes the report, on data that the project generates.
      Full uses real data and sizes nearer to the papers. The contract of a chapter says in which profiles a claim is
      asserted; its verdict here is that of the default profile if it is asserted there, else that of the full one, and
      its card shows both.
    </p>
    <p>
      A notebook computes with one thread inside an operation: a sum is then cut in the same way, and a result the same,
      on a machine with any number of cores. The other cores run other notebooks. Times inside a chapter are therefore
      measured beside other work; only the chapter on speed runs alone.
    </p>
    <h2 id="runs">The runs</h2>
    ${runs.length === 0 ? html`<p>No notebook has run yet.</p>` : runTable(runs)} ${machines(site)}`;
  addPage(site, {
    path: 'method.html',
    title: 'How it was made',
    description: 'How the numbers of this report are measured, how claims are decided, and how to make it all again.',
    body,
    section: 'method',
    kind: 'text',
  });
}

function runTable(runs: readonly { name: string; run: RunData }[]): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Runs">
    <table>
      <caption>
        Every run that these pages know
      </caption>
      <thead>
        <tr>
          <th scope="col">Chapter</th>
          <th scope="col">Profile</th>
          <th scope="col">State</th>
          <th scope="col">Date</th>
          <th scope="col" class="number">Time</th>
          <th scope="col">Backend</th>
        </tr>
      </thead>
      <tbody>
        ${runs.map(
          ({ name, run }) =>
            html`<tr>
              <td>${name}</td>
              <td>${run.profile}</td>
              <td>${stateOf(run)}</td>
              <td>${run.measurement ? formatDay(run.measurement.date) : '–'}</td>
              <td class="number">${run.measurement ? formatSeconds(run.measurement.seconds) : '–'}</td>
              <td>${run.measurement?.provenance.backend.name ?? '–'}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function stateOf(run: RunData): string {
  if (run.log?.status === 'failed' || run.log?.status === 'interrupted') return run.log.status;
  return run.executed ? 'measured here' : 'published';
}

/** Machines and versions, once for each combination that occurs. */
function machines(site: Site): Html | null {
  const measured = site.data.chapters.flatMap((chapter) =>
    runsToShow(chapter).flatMap(({ measurement }) => measurement ?? []),
  );
  const distinct = new Map(
    measured.map(({ provenance }) => [
      JSON.stringify([provenance.processor.model, provenance.versions, provenance.backend]),
      provenance,
    ]),
  );
  if (distinct.size === 0) return null;
  return html`<h2 id="machines">
      ${plural(distinct.size, 'machine and set of versions', 'machines and sets of versions')}
    </h2>
    ${[...distinct.values()].map(
      ({ processor, platform, backend, threads, versions }) =>
        html`<dl class="facts">
          <dt>Processor</dt>
          <dd>${processor.model}, ${plural(processor.cores, 'core')}, ${processor.architecture}</dd>
          <dt>System</dt>
          <dd>${platform.system} ${platform.release}</dd>
          <dt>Backend</dt>
          <dd>
            ${backend.name}${backend.tensorflowVersion === undefined ? null : `, TensorFlow ${backend.tensorflowVersion}`}${threads.intra > 0 ? `, ${plural(threads.intra, 'thread')} inside an operation` : null}
          </dd>
          <dt>Versions</dt>
          <dd>
            ${Object.entries(versions)
              .map(([name, version]) => `${name} ${version}`)
              .join(', ')}
          </dd>
        </dl>`,
    )}`;
}
