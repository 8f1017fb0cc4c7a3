import { relative, type Site } from '../site.js';
import { html, trusted, type Html } from '../text/html.js';

/** A page before it is written. */
export type Page = {
  path: string;
  title: string;
  description: string;
  body: Html;
  /** Which entry of the navigation it belongs to. */
  section?: NavigationName;
  kind: string;
  /** Scripts that the page needs beside the common one, relative to the site. */
  scripts?: string[];
  /** Left out of search engines' indexes, for the 404 page. */
  hidden?: boolean;
};

export const navigation = [
  { name: 'chapters', label: 'Chapters', path: 'index.html#chapters' },
  { name: 'claims', label: 'Claims', path: 'claims.html' },
  { name: 'mechanisms', label: 'Mechanisms', path: 'mechanisms.html' },
  { name: 'statements', label: 'Survey', path: 'statements.html' },
  { name: 'try', label: 'Try it', path: 'live.html' },
  { name: 'method', label: 'Method', path: 'method.html' },
  { name: 'api', label: 'Reference', path: 'api.html' },
] as const;

export type NavigationName = (typeof navigation)[number]['name'];

/**
 * No inline script, no code from strings, nothing from other hosts. `file:` stands beside `'self'` because a page that
 * is opened from a folder has no origin in some browsers; on a server it allows nothing, since pages there cannot load
 * local files.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' file:",
  "style-src 'self' file:",
  "font-src 'self' file: data:",
  "img-src 'self' file: data: blob:",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const siteName = 'Attention Atlas';

/** Puts a page into the site: head, navigation, footer. */
export function addPage(site: Site, page: Page): void {
  site.files.set(page.path, `${renderPage(page).markup}\n`);
}

function renderPage(page: Page): Html {
  const to = (path: string): string => relative(page.path, path);
  const title = page.title === siteName ? siteName : `${page.title} · ${siteName}`;
  return html`<!doctype html>
    <html lang="en" class="no-js" data-root="${to('index.html').replace(/index\.html$/, '')}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(contentSecurityPolicy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <meta name="description" content="${page.description}" />
        ${page.hidden === true ? html`<meta name="robots" content="noindex" />` : null}
        <link rel="icon" href="${to('assets/icon.svg')}" type="image/svg+xml" />
        <script src="${to('assets/theme.js')}"></script>
        <link rel="stylesheet" href="${to('assets/site.css')}" />
      </head>
      <body class="page-${page.kind}">
        <a class="skip" href="#main">Skip to the text</a>
        <header class="site-header">
          <a class="site-name" href="${to('index.html')}">${mark}${siteName}</a>
          <nav aria-label="Site">
            ${navigation.map(({ name, label, path }) => html`<a href="${to(path)}" ${page.section === name ? trusted(' aria-current="true"') : null}>${label}</a>`)}
          </nav>
          <div class="site-tools">
            <a class="tool" href="${to('search.html')}">${searchSign}<span class="tool-word">Search</span></a
            ><button class="tool needs-script" type="button" data-theme-switch aria-label="Change to dark colours">
              ${themeSign}
            </button>
          </div>
        </header>
        <main id="main">${page.body}</main>
        <footer class="site-footer">
          <p>
            ${siteName}: every number on these pages comes from the results beside them.
            <a href="${to('method.html')}">How it was made</a> · <a href="${to('provenance.html')}">Provenance</a> ·
            <a href="${to('glossary.html')}">Glossary</a> · <a href="${to('api.html')}">Reference</a>
          </p>
        </footer>
        <script src="${to('assets/site.js')}" defer></script>
        ${(page.scripts ?? []).map((script) => html`<script src="${to(script)}" defer></script> `)}
      </body>
    </html>`;
}

const mark = html`<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" class="mark">
  <path d="M3 20L12 4l9 16" />
  <path class="strong" d="M7.5 20L12 12l4.5 8" />
</svg>`;
const searchSign = html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="sign">
  <circle cx="7" cy="7" r="4.5" />
  <path d="M10.5 10.5L14 14" />
</svg>`;
const themeSign = html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="sign">
  <path d="M8 2.5a5.5 5.5 0 1 0 0 11z" fill="currentColor" />
  <circle cx="8" cy="8" r="5.5" />
</svg>`;
