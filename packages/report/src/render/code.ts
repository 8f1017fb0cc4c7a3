import { createCssVariablesTheme, createHighlighterCoreSync, type HighlighterCore } from '@shikijs/core';
import { createJavaScriptRawEngine } from '@shikijs/engine-javascript';
import json from '@shikijs/langs-precompiled/json';
import typescript from '@shikijs/langs-precompiled/typescript';
import { html, trusted, type Html } from '../text/html.js';

const theme = createCssVariablesTheme({ name: 'atlas', variablePrefix: '--code-' });
const languages: Readonly<Record<string, string>> = { typescript: 'typescript', ts: 'typescript', javascript: 'typescript', js: 'typescript', json: 'json' };

/** Longer lines than this are not highlighted: no reader needs it, and a minified file would stall the build. */
const longestLine = 1000;

let shared: HighlighterCore | undefined;

function highlighter(): HighlighterCore {
  shared ??= createHighlighterCoreSync({ themes: [theme], langs: [typescript, json], engine: createJavaScriptRawEngine() });
  return shared;
}

/**
 * Highlighted source as spans with classes (`k-keyword`, `k-string`, …), one line each. Unknown languages and very long
 * lines come back as plain, escaped text.
 */
export function highlight(source: string, language = 'typescript'): Html {
  const known = languages[language];
  const lines = source.replace(/\s+$/, '').split('\n');
  if (known === undefined || lines.some((line) => line.length > longestLine)) return html`${lines.join('\n')}`;
  const { tokens } = highlighter().codeToTokens(lines.join('\n'), { lang: known, theme: 'atlas' });
  const rendered = tokens.map((line) => line.map((token) => span(token.content, token.color)));
  return trusted(rendered.map((line) => line.map((part) => part.markup).join('')).join('\n'));
}

function span(text: string, color: string | undefined): Html {
  const kind = /--code-token-([a-z-]+)\)/.exec(color ?? '')?.[1];
  return kind === undefined ? html`${text}` : html`<span class="k-${kind}">${text}</span>`;
}
