import { addPage } from '../components/page.js';
import { weightsScript } from '../model/live-models.js';
import { type Site } from '../site.js';
import { html, type Html } from '../text/html.js';
import { trainedParts, untrainedParts, type LivePart } from './live-parts.js';

/** The pages where the library runs in the page, each with what it shows first as a still picture. */
export function addLive(site: Site): void {
  const parts = site.stills === undefined ? [] : [...untrainedParts(site.stills), ...trainedParts(site.networks)];
  const body = html`<header class="opening">
      <p class="kicker">Try it</p>
      <h1>Attention at work, in this page</h1>
      <p class="question">
        The same library that made the results runs here in your browser. Nothing is loaded before you start it, and
        nothing leaves this device.
      </p>
    </header>
    ${parts.length === 0 ? html`<p>The library has not been built, so its live parts are missing here.</p>` : partList(parts)}`;
  addPage(site, {
    path: 'live.html',
    title: 'Try it',
    description:
      'Parts of the library that run in your browser: self-attention, translation, saliency, and digits of your own.',
    body,
    section: 'try',
    kind: 'text',
  });
  for (const part of parts) addPart(site, part);
}

/** The live parts as a list, for the page about them and for the front page. */
export function partList(parts: readonly LivePart[]): Html {
  return html`<ul class="chapters parts">
    ${parts.map(
      ({ name, title, question, start }) =>
        html`<li class="chapter-item">
          <a class="chapter-title" href="live/${name}.html">${title}</a>
          <p>${question}</p>
          ${start === undefined ? html`<span class="badge">weights not published yet</span>` : null}
        </li>`,
    )}
  </ul>`;
}

function addPart(site: Site, { name, title, question, start, body, models }: LivePart): void {
  const offered = models.map((model) => ({ ...model, script: weightsScript(model) }));
  for (const model of offered) {
    const content = site.files.get(model.path);
    if (content !== undefined) site.files.set(model.script, scriptOf(model.path, content));
  }
  const page = html`<header class="opening">
      <p class="kicker"><a href="../live.html">Try it</a></p>
      <h1>${title}</h1>
      <p class="question">${question}</p>
      ${
        start === undefined
          ? null
          : html`<p>
              <button type="button" class="start needs-script" data-live-start="${name}">${start}</button
              ><span class="without-script"
                >With JavaScript you can change everything here; this is the first example.</span
              >
            </p>`
      }
    </header>
    <section class="wide live" data-live="${name}" data-models="${JSON.stringify(offered)}">${body}</section>`;
  addPage(site, { path: `live/${name}.html`, title, description: question, body: page, section: 'try', kind: 'live' });
  site.search.push({ title: 'Try it', section: title, url: `live/${name}.html`, text: question });
}

/** A file as a script that holds it: pages from a folder can load scripts, but not fetch files. */
function scriptOf(path: string, content: string | Uint8Array): string {
  const text = Buffer.from(content).toString('base64');
  return `(window.atlasWeights ??= {})[${JSON.stringify(path)}] = "${text}";\n`;
}
