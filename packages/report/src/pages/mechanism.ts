import { axisChip } from '../components/axes.js';
import { mechanismDiagram } from '../components/diagram.js';
import { addPage } from '../components/page.js';
import { taxonomy } from '../components/taxonomy.js';
import { timeline } from '../components/timeline.js';
import { claimLine } from '../components/claim-line.js';
import { chapterTitle } from '../model/chapter-title.js';
import { arxivAddress, type MechanismData } from '../model/mechanism-data.js';
import { Anchors } from '../render/anchors.js';
import { highlight } from '../render/code.js';
import { renderInline } from '../render/markdown.js';
import { renderMath } from '../render/math.js';
import { mechanismPath, type Site } from '../site.js';
import { formatMonth } from '../text/format.js';
import { html, type Html } from '../text/html.js';
import { costSection } from './mechanism-cost.js';

/** The overview of all mechanisms: by axis and in time. */
export function addMechanisms(site: Site): void {
  const path = 'mechanisms.html';
  const body = html`<header class="opening">
      <p class="kicker">Mechanisms</p>
      <h1>One form, many mechanisms</h1>
      <p class="question">
        Each mechanism of the library is a pair: g makes weights from the input, f applies them to it. They differ in
        the axis along which they act.
      </p>
    </header>
    <section class="wide">
      <h2 id="axes">By axis</h2>
      ${taxonomy(path, site.mechanisms)}
    </section>
    <section class="wide">
      <h2 id="time">In time</h2>
      ${timeline(path, site.mechanisms)}
    </section>`;
  addPage(site, {
    path,
    title: 'Mechanisms',
    description: 'Every attention mechanism of the library, by the axis along which it acts and by its date.',
    body,
    section: 'mechanisms',
    kind: 'mechanisms',
  });
  site.mechanisms.forEach((mechanism) => addMechanism(site, mechanism));
}

function addMechanism(site: Site, mechanism: MechanismData): void {
  const { id, title, paper, axes, formula } = mechanism;
  const path = mechanismPath(id);
  const head = headComment(mechanism.source);
  const body = html`<header class="opening">
      <p class="kicker"><span class="chips">${axes.map(axisChip)}</span></p>
      <h1>${title}</h1>
      <p class="question">${paper.authors}: ${paperLink(mechanism)}, ${paper.venue}, ${formatMonth(paper.date)}.</p>
    </header>
    <figure>
      ${mechanismDiagram(mechanism)}
      <figcaption>
        From x, g makes the weights; f applies them to x. Shapes are those of the library’s example.
      </figcaption>
    </figure>
    <section>
      <h2 id="formula">Formula</h2>
      <dl class="halves">
        <dt><em>g</em> makes the weights</dt>
        <dd>${renderMath(formula.g, true, site.styles)}</dd>
        <dt><em>f</em> applies them</dt>
        <dd>${renderMath(formula.f, true, site.styles)}</dd>
      </dl>
    </section>
    ${costSection(mechanism)}
    ${
      head.length === 0
        ? null
        : html`<section>
            <h2 id="notes">Notes of the implementation</h2>
            ${head.map((text) => html`<p>${renderInline(text, { anchors: new Anchors(), styles: site.styles })}</p>`)}
          </section>`
    }
    ${appearances(site, mechanism, path)} ${codeSection(mechanism)}`;
  addPage(site, {
    path,
    title,
    description: `${title}: formula, diagram, code and cost, and the claims about it.`,
    body,
    section: 'mechanisms',
    kind: 'mechanism',
  });
  site.search.push({
    title,
    section: '',
    url: path,
    text: `${title}. ${paper.title}, ${paper.authors}, ${paper.venue}. ${axes.join(' ')}`,
  });
}

function paperLink({ paper }: MechanismData): Html {
  const address = arxivAddress(paper);
  return address === undefined
    ? html`<cite>${paper.title}</cite>`
    : html`<a href="${address}" rel="noopener noreferrer external"><cite>${paper.title}</cite></a>`;
}

/** The paragraphs of the comment that a source file begins with. */
function headComment(source: string): string[] {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(source)?.[1] ?? '';
  const text = comment.replace(/^\s*\* ?/gm, '').trim();
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => /^Differences?\b/.test(paragraph));
}

function appearances(site: Site, mechanism: MechanismData, path: string): Html | null {
  const claims = site.claims.filter(({ declaration }) => declaration.mechanisms?.includes(mechanism.id) === true);
  return claims.length === 0
    ? null
    : html`<section>
        <h2 id="claims">Claims about it</h2>
        <ul class="statement-claims">
          ${claims.map((entry) => claimLine(entry, path, chapterTitle(entry.chapter)))}
        </ul>
      </section>`;
}

function codeSection({ source, sourcePath }: MechanismData): Html | null {
  if (source === '') return null;
  const halves = ['g', 'f'].flatMap((half) => functionNamed(source, half));
  const block = (code: string): Html =>
    html`<pre class="code" tabindex="0" role="group" aria-label="Code"><code>${highlight(code)}</code></pre>`;
  const lines = source.trimEnd().split('\n').length;
  return html`<section>
    <h2 id="code">Code</h2>
    <p><code>${sourcePath}</code></p>
    ${halves.map(block)}
    <details class="code-fold">
      <summary>The whole file, ${lines} lines</summary>
      ${block(source)}
    </details>
  </section>`;
}

/** The exported function of a half, `gSqueezeExcite`, with its comment. */
function functionNamed(source: string, half: string): string[] {
  const start = source.search(new RegExp(`^export function ${half}[A-Z]`, 'm'));
  if (start < 0) return [];
  const end = source.indexOf('\n}\n', start);
  const before = source.slice(0, start).trimEnd();
  const comment = before.endsWith('*/') ? before.lastIndexOf('/**') : start;
  return end < 0 ? [] : [source.slice(comment, end + 2)];
}
