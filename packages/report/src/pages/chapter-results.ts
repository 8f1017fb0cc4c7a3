import { type ResultFile } from '@atlas/schemas';
import { renderValue, titleOf } from '../components/value.js';
import { type ChapterData, type RunData } from '../read/report-data.js';
import { executedPath, notebookPath, relative, resultPath, schemaPath, type Site } from '../site.js';
import { formatBytes, plural } from '../text/format.js';
import { html, joined, type Html } from '../text/html.js';

/** Everything that a chapter recorded: results, parameters, checks and files, one profile beside the other. */
export function resultsSection(site: Site, chapter: ChapterData, runs: readonly RunData[], path: string): Html | null {
  const results = runs.flatMap(({ result }) => (result === undefined ? [] : [result]));
  if (results.length === 0) return null;
  const names = [...new Set(results.flatMap(({ results: values }) => Object.keys(values)))];
  return html`<section class="results">
    <h2 id="results">All results</h2>
    <p>
      The numbers as they were recorded,
      ${joined(
        results.map(({ profile }) => html`${profile} profile`),
        ' beside ',
      )}.
    </p>
    <div class="cards">
      ${names.map(
        (name) =>
          html`<details class="result">
            <summary>${titleOf(chapter.contract?.properties[name]) ?? name}</summary>
            <div class="profiles">${results.map((result) => oneResult(chapter, result, name))}</div>
          </details>`,
      )}
      ${parametersBlock(results)}${checksBlock(chapter, results)}${artifactsBlock(site, results, path)}
    </div>
  </section>`;
}

function oneResult(chapter: ChapterData, result: ResultFile, name: string): Html {
  const value = result.results[name];
  return html`<div>
    <p class="profile">${result.profile}</p>
    ${value === undefined ? html`<p>not recorded</p>` : renderValue(name, value, chapter.contract)}
  </div>`;
}

function parametersBlock(results: readonly ResultFile[]): Html {
  return html`<details class="result">
    <summary>Parameters</summary>
    <div class="profiles">
      ${results.map(
        ({ profile, parameters }) =>
          html`<div>
            <p class="profile">${profile}</p>
            ${renderValue('Parameters', parameters)}
          </div>`,
      )}
    </div>
  </details>`;
}

function checksBlock(chapter: ChapterData, results: readonly ResultFile[]): Html | null {
  const [result] = results;
  const checks = Object.entries(result?.checks ?? {});
  if (checks.length === 0) return null;
  const items = checks.map(
    ([id, { passed, detail }]) =>
      html`<li>
        <span class="check-${passed ? 'passed' : 'failed'}">${passed ? 'passed' : 'failed'}</span>
        ${chapter.contract?.atlas.checks[id]?.sentence ?? id}${detail === '' ? null : html` <span class="detail">${detail}</span>`}
      </li>`,
  );
  return html`<details class="result">
    <summary>${plural(checks.length, 'check of an identity', 'checks of identities')}</summary>
    <ul class="checks">
      ${items}
    </ul>
  </details>`;
}

function artifactsBlock(site: Site, results: readonly ResultFile[], path: string): Html | null {
  const artifacts = Object.entries(results[0]?.artifacts ?? {});
  if (artifacts.length === 0) return null;
  const items = artifacts.map(([name, { path: file, bytes, sha256 }]) => {
    const label = site.files.has(file) ? html`<a href="${relative(path, file)}" download>${name}</a>` : html`${name}`;
    return html`<li>${label}, ${formatBytes(bytes)}, SHA-256 <code>${sha256.slice(0, 16)}…</code></li>`;
  });
  return html`<details class="result">
    <summary>Files that the notebook made</summary>
    <ul>
      ${items}
    </ul>
  </details>`;
}

/** The files behind a chapter, for download. */
export function filesSection(site: Site, chapter: ChapterData, path: string): Html {
  const files: { label: string; path: string }[] = [{ label: 'Notebook', path: notebookPath(chapter.name) }];
  if (chapter.contract) files.push({ label: 'Schema of its results', path: schemaPath(chapter.name) });
  for (const { profile, result, executed } of chapter.runs) {
    if (result) files.push({ label: `Results, ${profile}`, path: resultPath(chapter.name, profile) });
    if (executed) files.push({ label: `Executed notebook, ${profile}`, path: executedPath(chapter.name, profile) });
  }
  return html`<section class="files">
    <h2 id="files">Files</h2>
    <ul>
      ${files.map((file) => html`<li><a href="${relative(path, file.path)}" download>${file.label}</a> ${sizeOf(site, file.path)}</li>`)}
    </ul>
  </section>`;
}

function sizeOf(site: Site, path: string): Html | null {
  const content = site.files.get(path);
  return content === undefined ? null : html`<span class="size">${formatBytes(Buffer.byteLength(content))}</span>`;
}
