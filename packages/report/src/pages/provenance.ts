import { addPage } from '../components/page.js';
import { citationFile } from '../provenance/citation.js';
import { hashList, sha256 } from '../provenance/hashes.js';
import { crateFile, roCrate } from '../provenance/ro-crate.js';
import { type Site } from '../site.js';
import { formatBytes, formatDay } from '../text/format.js';
import { html, type Html } from '../text/html.js';

const path = 'provenance.html';

/** Where everything comes from: source, data, citation, and the hashes of the files behind the pages. */
export function addProvenance(site: Site): void {
  site.files.set('CITATION.cff', citationFile(site.data, site.mechanisms));
  site.files.set(crateFile, `${JSON.stringify(roCrate(site.data, site.files), null, 2)}\n`);
  const { commit } = site.data;
  const body = html`<header class="opening">
      <p class="kicker">Provenance</p>
      <h1>Where everything comes from</h1>
      <p class="question">
        Machines and versions stand on the page <a href="method.html#runs">How it was made</a>. Here are the source, the
        data and the files behind the pages.
      </p>
    </header>
    <dl class="facts">
      <dt>Source</dt>
      <dd>
        ${commit === undefined ? 'not in a git checkout' : html`commit <code>${commit.id}</code>, ${formatDay(commit.date)}`}
      </dd>
      <dt>Cite</dt>
      <dd><a href="CITATION.cff" download>CITATION.cff</a></dd>
      <dt>For machines</dt>
      <dd><a href="${crateFile}" download>RO-Crate 1.1</a>: every run with its inputs and outputs</dd>
      <dt>Check a copy</dt>
      <dd>
        <code>sha256sum --check ${hashList}</code> in the folder of the site, or
        <code>npx --no-install atlas-check-site FOLDER</code> in the repository
      </dd>
    </dl>
    ${datasets(site)} ${fileTable(site)}`;
  addPage(site, {
    path,
    title: 'Provenance',
    description: 'Source, data, citation and hashes of the files behind this report.',
    body,
    kind: 'text',
  });
}

function datasets(site: Site): Html | null {
  if (site.data.datasets.length === 0) return null;
  return html`<h2 id="data">Data</h2>
    <dl class="glossary">
      ${site.data.datasets.map(
        ({ title, licence, citation, homepage }) =>
          html`<dt>
              ${homepage === undefined ? title : html`<a href="${homepage}" rel="noopener noreferrer external">${title}</a>`}
            </dt>
            <dd>${citation} Licence: ${licence}.</dd>`,
      )}
    </dl>`;
}

function fileTable(site: Site): Html {
  const files = [...site.files]
    .filter(([name]) => /^(downloads|artifacts)\//.test(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const row = ([name, content]: [string, string | Uint8Array]): Html =>
    html`<tr>
      <td><a href="${name}" download>${name}</a></td>
      <td class="number">${formatBytes(Buffer.byteLength(content))}</td>
      <td><code>${sha256(content)}</code></td>
    </tr>`;
  return html`<h2 id="files">Files</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="Files and hashes">
      <table>
        <caption>
          ${files.length} files, SHA-256
        </caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" class="number">Size</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          ${files.map(row)}
        </tbody>
      </table>
    </div>`;
}
