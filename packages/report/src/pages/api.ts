import { addPage } from '../components/page.js';
import { packageFolder, type ApiModule, type ApiPackage, type ApiSymbol } from '../model/api.js';
import { highlight } from '../render/code.js';
import { docstringLine, renderDocstring } from '../render/docstring.js';
import { renderMath } from '../render/math.js';
import { apiPath, mechanismPath, relative, type Site } from '../site.js';
import { plural, slug } from '../text/format.js';
import { html, joined, type Html } from '../text/html.js';

/** The reference of the packages: one page each, generated from their docstrings. */
export function addApi(site: Site): void {
  const body = html`<header class="opening">
      <p class="kicker">Reference</p>
      <h1>The packages</h1>
      <p class="question">
        Every public name with its signature and its docstring, as the packages declare them. Nothing here is written by
        hand.
      </p>
    </header>
    ${
      site.api.length === 0
        ? html`<p>
            The packages have not been described yet. Build them, and then this site again:
            <code>npm run reports</code>.
          </p>`
        : html`<dl class="glossary">
            ${site.api.map(
              (described) =>
                html`<dt><a href="${relative('api.html', apiPath(packageFolder(described)))}">${described.name}</a></dt>
                  <dd>${described.description}. ${plural(countSymbols(described), 'name')}.</dd>`,
            )}
          </dl>`
    }`;
  addPage(site, {
    path: 'api.html',
    title: 'Reference',
    description: 'The public names of every package, with signatures and docstrings.',
    body,
    section: 'api',
    kind: 'text',
  });
  site.api.forEach((described) => addPackage(site, described));
}

const countSymbols = ({ modules }: ApiPackage): number => modules.reduce((sum, { symbols }) => sum + symbols.length, 0);

const anchorOf = ({ name }: ApiSymbol): string => `name-${name}`;

function addPackage(site: Site, described: ApiPackage): void {
  const path = apiPath(packageFolder(described));
  const { name, description, modules } = described;
  const body = html`<header class="opening">
      <p class="kicker"><a href="${relative(path, 'api.html')}">Reference</a></p>
      <h1>${name}</h1>
      <p class="question">${description}.</p>
    </header>
    <nav aria-label="Names of this package">
      <ul>
        ${modules.map(
          (module) =>
            html`<li>
              <a href="#${slug(module.source)}"><code>${module.source}</code></a
              >:
              ${joined(
                module.symbols.map((symbol) => html`<a href="#${anchorOf(symbol)}">${symbol.name}</a>`),
                ', ',
              )}
            </li>`,
        )}
      </ul>
    </nav>
    ${modules.map((module) => moduleSection(site, described, module, path))}`;
  addPage(site, {
    path,
    title: name,
    description: `Signatures and docstrings of ${name}: ${description}.`,
    body,
    section: 'api',
    kind: 'text',
  });
  for (const symbol of modules.flatMap(({ symbols }) => symbols))
    site.search.push({
      title: name,
      section: symbol.name,
      url: `${path}#${anchorOf(symbol)}`,
      text: `${symbol.name} ${symbol.docstring.text}`,
    });
}

function moduleSection(site: Site, described: ApiPackage, module: ApiModule, path: string): Html {
  const source = `packages/${packageFolder(described)}/${module.source}`;
  const mechanism = site.mechanisms.find(({ sourcePath }) => sourcePath === source);
  return html`<section>
    <h2 id="${slug(module.source)}">${module.source}</h2>
    ${
      mechanism === undefined
        ? null
        : html`<p><a href="${relative(path, mechanismPath(mechanism.id))}">${mechanism.title}</a>, with</p>
            ${renderMath(`g = ${mechanism.formula.g} \\qquad f = ${mechanism.formula.f}`, true, site.styles)}`
    }
    ${renderDocstring(module.head)} ${module.symbols.map(symbolEntry)}
  </section>`;
}

function symbolEntry(symbol: ApiSymbol): Html {
  const { text, parameters, returns, throws } = symbol.docstring;
  const facts = [
    ...parameters.map((parameter) => [html`<code>${parameter.name}</code>`, parameter.text] as const),
    ...(returns === '' ? [] : [['Returns', returns] as const]),
    ...throws.map((thrown) => ['Throws', thrown] as const),
  ];
  return html`<h3 id="${anchorOf(symbol)}">${symbol.name}</h3>
    <pre class="code" tabindex="0"><code>${highlight(symbol.signature)}</code></pre>
    ${renderDocstring(text)}
    ${
      facts.length === 0
        ? null
        : html`<dl class="facts">
            ${facts.map(
              ([term, meaning]) =>
                html`<dt>${term}</dt>
                  <dd>${docstringLine(meaning.replace(/\s*\n\s*/g, ' '))}</dd>`,
            )}
          </dl>`
    }`;
}
