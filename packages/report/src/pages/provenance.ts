import { createHash } from 'node:crypto';
import { addPage } from '../components/page.js';
import { type Site } from '../site.js';
import { formatBytes, formatDay } from '../text/format.js';
import { html } from '../text/html.js';

/** Hashes of every file that a reader can download, so that a copy can be checked. */
export function addProvenance(site: Site): void {
  const files = [...site.files]
    .filter(([path]) => /^(downloads|artifacts|figures)\//.test(path) && !path.endsWith('.js'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = files.map(([path, content]) => {
    const hash = createHash('sha256').update(content).digest('hex');
    return { path, hash, bytes: Buffer.byteLength(content) };
  });
  site.files.set('SHA256SUMS', rows.map(({ path, hash }) => `${hash}  ${path}\n`).join(''));
  const { commit } = site.data;
  const body = html`<header class="opening">
      <p class="kicker">Provenance</p>
      <h1>Where everything comes from</h1>
      <p class="question">
        Versions and machines stand on the page <a href="method.html#runs">How it was made</a>. Here are the files
        behind the pages, with their hashes.
      </p>
    </header>
    <dl class="facts">
      <dt>Source</dt>
      <dd>
        ${commit === undefined ? 'not in a git checkout' : html`commit <code>${commit.id}</code>, ${formatDay(commit.date)}`}
      </dd>
      <dt>Check a copy</dt>
      <dd><code>sha256sum --check SHA256SUMS</code> in the folder of the site</dd>
    </dl>
    <h2 id="files">Files</h2>
    <div class="scroll" tabindex="0" role="group" aria-label="Files and hashes">
      <table>
        <caption>
          ${rows.length} files, SHA-256
        </caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" class="number">Size</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ path, hash, bytes }) =>
              html`<tr>
                <td><a href="${path}" download>${path}</a></td>
                <td class="number">${formatBytes(bytes)}</td>
                <td><code>${hash}</code></td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  addPage(site, {
    path: 'provenance.html',
    title: 'Provenance',
    description: 'The files behind this report and their hashes.',
    body,
    kind: 'text',
  });
}
