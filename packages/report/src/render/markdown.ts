import { tex } from '@mdit/plugin-tex';
import MarkdownIt from 'markdown-it';
import { type MimeBundle } from '@atlas/schemas';
import { withMinus } from '../text/format.js';
import { escapeHtml, html, trusted, type Html } from '../text/html.js';
import { type Anchors } from './anchors.js';
import { highlight } from './code.js';
import { attachedImage } from './image.js';
import { renderMath } from './math.js';
import { type StyleSheet } from './style-sheet.js';

/** A heading of a rendered text, for contents and search. */
export type Heading = { level: number; text: string; id: string };

/** What a text may refer to. */
export type MarkdownContext = {
  anchors: Anchors;
  styles: StyleSheet;
  /** Pictures that travel with the notebook cell, by file name. */
  attachments?: { [file: string]: MimeBundle };
  /** Where a statement of the survey is shown; mentions of `S12` then become links. */
  statementLink?: (id: string) => string;
  /** Where a link to a notebook leads, or undefined where there is no such page. */
  chapterLink?: (notebook: string) => string | undefined;
};

type Environment = MarkdownContext & { headings: Heading[] };

/** The bare tags that prose may use; attributes and every other tag are shown as text. */
const harmlessTag = /^<\/?(sub|sup|br|kbd|mark)\s*\/?>$/i;

const parser = createParser();

function createParser(): MarkdownIt {
  const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false });
  markdown.use(tex, {
    delimiters: 'dollars',
    mathFence: true,
    render: (content, display, env: Environment) => renderMath(content, display, env.styles).markup,
  });
  const rules = markdown.renderer.rules;
  const rawTag = (text: string): string =>
    harmlessTag.test(text) || /^<!--[^]*-->$/.test(text.trim()) ? keepTag(text) : escapeHtml(text);
  rules.html_inline = (tokens, index) => rawTag(tokens[index]?.content ?? '');
  rules.html_block = (tokens, index) =>
    `<p>${escapeHtml((tokens[index]?.content ?? '').replace(/<!--[^]*?-->/g, '').trim())}</p>`;
  rules.fence = (tokens, index) =>
    codeBlock(tokens[index]?.content ?? '', tokens[index]?.info.trim().split(/\s+/)[0] ?? '');
  rules.code_block = (tokens, index) => codeBlock(tokens[index]?.content ?? '', '');
  rules.image = (tokens, index, _options, env: Environment) => {
    const token = tokens[index];
    return attachedImage(token?.attrGet('src') ?? '', token?.content ?? '', env.attachments ?? {}).markup;
  };
  rules['table_open'] = () => '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>';
  rules['table_close'] = () => '</table></div>';
  rules['blockquote_open'] = () => '<aside class="side-note">';
  rules['blockquote_close'] = () => '</aside>';
  rules['heading_close'] = (tokens, index) => {
    const { tag, meta } = tokens[index] as { tag: string; meta: { id: string; text: string } | null };
    return `${meta === null ? '' : anchorLink(meta.id, meta.text).markup}</${tag}>`;
  };
  rules['text'] = (tokens, index) => escapeHtml(withMinus(tokens[index]?.content ?? ''));
  rules['link_open'] = (tokens, index, options, env: Environment, self) => {
    const token = tokens[index];
    const target = token?.attrGet('href') ?? '';
    const chapter = /^(?:\.\/)?([\w-]+)\.ipynb(#.*)?$/.exec(target);
    const rewritten = chapter === null ? undefined : env.chapterLink?.(chapter[1] ?? '');
    if (rewritten !== undefined) token?.attrSet('href', rewritten + (chapter?.[2] ?? ''));
    else if (/^https?:/i.test(target)) token?.attrSet('rel', 'noopener noreferrer external');
    else if (!/^(#|mailto:)/i.test(target)) token?.attrSet('href', '#');
    return self.renderToken(tokens, index, options);
  };
  markdown.core.ruler.push('statements', (state) => {
    const link = (state.env as Environment).statementLink;
    for (const token of state.tokens)
      if (link !== undefined && token.type === 'inline')
        token.children = linkStatements(token.children ?? [], state.Token, link);
  });
  rules['statement_link'] = (tokens, index) =>
    `<a href="${escapeHtml(tokens[index]?.meta as string)}">${escapeHtml(tokens[index]?.content ?? '')}</a>`;
  return markdown;
}

const statement = /\b(S(?:[1-9]|[12]\d|3[0-4]))\b/;

/** Mentions of a statement in plain text, outside of links, become links. */
function linkStatements(
  tokens: Token[],
  TokenType: new (type: string, tag: string, nesting: 0) => Token,
  link: (id: string) => string,
): Token[] {
  let insideLink = 0;
  return tokens.flatMap((token) => {
    insideLink += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0;
    if (token.type !== 'text' || insideLink > 0 || !statement.test(token.content)) return [token];
    return token.content.split(statement).map((part, index) => {
      const piece = new TokenType(index % 2 === 0 ? 'text' : 'statement_link', '', 0);
      return Object.assign(piece, { content: part, meta: index % 2 === 0 ? null : link(part) });
    });
  });
}

/** The link that appears beside a heading. */
export function anchorLink(id: string, heading: string): Html {
  return html` <a class="anchor" href="#${id}" aria-label="Link to ${heading}">#</a>`;
}

/** Closing `br` is a parse error; comments say nothing to a reader. */
function keepTag(text: string): string {
  return text.startsWith('<!--') ? '' : text.toLowerCase().replace(/<\/br\s*>/, '<br>');
}

function codeBlock(source: string, language: string): string {
  return `<pre class="code" tabindex="0"><code>${highlight(source, language || 'text').markup}</code></pre>`;
}

/** In a row of a table a bar ends the cell, also inside of a formula: there it is written as TeX instead. */
function protectBars(text: string): string {
  const inFormula = (formula: string): string =>
    // A formula must not end in a space.
    formula.replace(/\\\|/g, '\\Vert ').replace(/\|/g, '\\vert ').replace(/ +\$$/, '$');
  return text.replace(/^\s*\|.*\|\s*$/gm, (row) => row.replace(/(?<!\\)\$(?!\s)[^$\n]+\$/g, inFormula));
}

/** Prose to markup. First-level headings become second-level ones: a page has one title, its own. */
export function renderMarkdown(text: string, context: MarkdownContext): { body: Html; headings: Heading[] } {
  const env: Environment = { ...context, headings: [] };
  const tokens = parser.parse(protectBars(text), env);
  tokens.forEach((token, index) => {
    if (token.type !== 'heading_open') return;
    const level = Math.min(6, Math.max(2, Number(token.tag.slice(1))));
    const content = plainText(tokens[index + 1]?.children ?? []);
    const id = env.anchors.claim(content);
    token.tag = `h${level}`;
    token.attrSet('id', id);
    const closing = tokens[index + 2];
    if (closing !== undefined) Object.assign(closing, { tag: token.tag, meta: { id, text: content } });
    env.headings.push({ level, text: content, id });
  });
  return {
    body: trusted(context.styles.hoist(parser.renderer.render(tokens, parser.options, env))),
    headings: env.headings,
  };
}

/** One line of prose without paragraph around it: captions, sentences of claims. */
export function renderInline(text: string, context: MarkdownContext): Html {
  const env: Environment = { ...context, headings: [] };
  return trusted(parser.renderInline(text, env));
}

type Token = ReturnType<MarkdownIt['parse']>[number];

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      token.children
        ? plainText(token.children)
        : ['text', 'code_inline', 'math_inline'].includes(token.type)
          ? token.content
          : '',
    )
    .join('');
}
