import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import typescript from 'highlight.js/lib/languages/typescript';
import { html, trusted, type Html } from '../text/html.js';

highlighter.registerLanguage('typescript', typescript);
highlighter.registerLanguage('json', json);
highlighter.registerLanguage('bash', bash);

const aliases: Readonly<Record<string, string>> = {
  ts: 'typescript',
  javascript: 'typescript',
  js: 'typescript',
  sh: 'bash',
};

/** More than this is not highlighted: no reader needs it, and generated code would stall the build. */
const longestSource = 100_000;

/** Highlighted source: spans with classes such as `hljs-keyword`. Unknown languages come back as plain, escaped text. */
export function highlight(source: string, language = 'typescript'): Html {
  const name = aliases[language] ?? language;
  const text = source.replace(/\s+$/, '');
  if (highlighter.getLanguage(name) === undefined || text.length > longestSource) return html`${text}`;
  return trusted(highlighter.highlight(text, { language: name, ignoreIllegals: true }).value);
}
