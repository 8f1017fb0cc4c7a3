import { addPage } from '../components/page.js';
import { glossary } from '../data/glossary.js';
import { type Site } from '../site.js';
import { slug } from '../text/format.js';
import { html } from '../text/html.js';

/** The glossary of terms. */
export function addGlossary(site: Site): void {
  const terms = [...glossary].sort((a, b) => a.term.localeCompare(b.term, 'en'));
  const body = html`<header class="opening"><h1>Glossary</h1></header>
    <dl class="glossary">
      ${terms.map(
        ({ term, meaning }) =>
          html`<dt id="${slug(term)}">${term}</dt>
            <dd>${meaning}</dd>`,
      )}
    </dl>`;
  addPage(site, {
    path: 'glossary.html',
    title: 'Glossary',
    description: 'The terms of this report, in one sentence each.',
    body,
    kind: 'text',
  });
  for (const { term, meaning } of terms)
    site.search.push({ title: 'Glossary', section: term, url: `glossary.html#${slug(term)}`, text: meaning });
}

/** The search page: the index is a script of the site, so that it also works from a folder. */
export function addSearch(site: Site): void {
  const body = html`<header class="opening"><h1>Search</h1></header>
    <form class="search needs-script" role="search" data-search>
      <label for="search-words">Words</label
      ><input id="search-words" type="search" name="q" autocomplete="off" spellcheck="false" />
    </form>
    <p data-search-status role="status"></p>
    <ol class="found-list" data-search-results></ol>
    <p class="without-script">
      Search needs JavaScript. The <a href="index.html#chapters">chapters</a>, the <a href="claims.html">claims</a> and
      the <a href="glossary.html">glossary</a> are complete without it.
    </p>`;
  addPage(site, {
    path: 'search.html',
    title: 'Search',
    description: 'Search the chapters, claims, statements and terms.',
    body,
    kind: 'text',
    scripts: ['assets/search.js'],
  });
  const entries = site.search.map(({ title, section, url, text }, id) => ({
    id,
    title,
    section,
    url,
    text: text.slice(0, 3000),
  }));
  site.files.set(
    'assets/search-index.js',
    `window.atlasSearch = ${JSON.stringify(entries).replaceAll('<', '\\u003c')};\n`,
  );
}

/** What a server shows for an address that does not exist. */
export function addNotFound(site: Site): void {
  const body = html`<header class="opening">
      <h1>There is no such page</h1>
      <p class="question">The address may be old or mistyped.</p>
    </header>
    <p>Start from the <a href="index.html">front page</a>, or <a href="search.html">search</a>.</p>`;
  addPage(site, {
    path: '404.html',
    title: 'Page not found',
    description: 'This page does not exist.',
    body,
    kind: 'text',
    hidden: true,
  });
}
