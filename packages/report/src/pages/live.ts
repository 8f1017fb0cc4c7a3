import { encode } from 'fast-png';
import { addPage } from '../components/page.js';
import { examplePicture } from '../live/saliency/example-picture.js';
import { mapOverlay, pathWords, scanPath } from '../live/saliency/figure.js';
import { startChoice } from '../live/self-attention/choice.js';
import { stepList, weightTable } from '../live/self-attention/figure.js';
import { type LiveStills } from '../model/live-stills.js';
import { type Site } from '../site.js';
import { html, type Html } from '../text/html.js';

/** A part of the library that runs in the reader's browser. */
type LivePart = { name: string; title: string; question: string; start: string; body: Html };

/** The pages where the library runs in the page, each with what it shows first as a still picture. */
export function addLive(site: Site): void {
  const parts = site.stills === undefined ? [] : livePartsOf(site.stills);
  const list = html`<ul class="chapters">
    ${parts.map(
      ({ name, title, question }) =>
        html`<li class="chapter-item">
          <span></span>
          <div>
            <a class="chapter-title" href="live/${name}.html">${title}</a>
            <p>${question}</p>
          </div>
        </li>`,
    )}
  </ul>`;
  const body = html`<header class="opening">
      <p class="kicker">Try it</p>
      <h1>Attention at work, in this page</h1>
      <p class="question">
        The same library that made the results runs here in your browser. Nothing is loaded before you start it, and
        nothing leaves this device.
      </p>
    </header>
    ${parts.length === 0 ? html`<p>The library has not been built, so its live parts are missing here.</p>` : list}`;
  addPage(site, {
    path: 'live.html',
    title: 'Try it',
    description:
      'Parts of the library that run in your browser: self-attention step by step, and where a picture draws the eye.',
    body,
    section: 'try',
    kind: 'text',
  });
  for (const part of parts) addPart(site, part);
}

function addPart(site: Site, { name, title, question, start, body }: LivePart): void {
  const page = html`<header class="opening">
      <p class="kicker"><a href="../live.html">Try it</a></p>
      <h1>${title}</h1>
      <p class="question">${question}</p>
      <p>
        <button type="button" class="start needs-script" data-live-start="${name}">${start}</button
        ><span class="without-script">With JavaScript you can change everything here; this is the first example.</span>
      </p>
    </header>
    <section class="wide live" data-live="${name}">${body}</section>`;
  addPage(site, { path: `live/${name}.html`, title, description: question, body: page, section: 'try', kind: 'live' });
  site.search.push({ title: 'Try it', section: title, url: `live/${name}.html`, text: question });
}

function livePartsOf({ attention, saliency }: LiveStills): LivePart[] {
  const picture = examplePicture();
  const bytes = encode({
    width: picture.width,
    height: picture.height,
    channels: 3,
    depth: 8,
    data: Uint8Array.from(picture.pixels, (value) => Math.round(value * 255)),
  });
  const address = `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
  return [
    {
      name: 'self-attention',
      title: 'Self-attention, step by step',
      question:
        'Type a sentence, choose a word, and see whom it looks at and why. Word vectors are made from letters here: nobody trained them, so words that look alike are alike.',
      start: 'Type your own sentence',
      body: html`<p>The first example is “${startChoice.sentence}”.</p>
        ${weightTable(attention, 0, false)}${stepList(attention, 0)}`,
    },
    {
      name: 'saliency',
      title: 'Where a picture draws the eye',
      question:
        'The saliency model of Itti, Koch and Niebur looks at brightness, colour and the direction of edges, and learns nothing. Give it a picture of your own.',
      start: 'Use your own picture',
      body: html`<div class="looking">
          <img
            src="${address}"
            width="${picture.width}"
            height="${picture.height}"
            alt="Rows of upright green bars; one bar is red and leans."
          />
          <div class="overlays">
            ${mapOverlay(saliency.maps.saliency)}${scanPath(saliency, picture.width, picture.height)}
          </div>
        </div>
        ${pathWords(saliency, picture.width, picture.height)}`,
    },
  ];
}
