import { pointerParts } from '@atlas/schemas';
import { type Comparison, differs, type PlacedDifference } from './compare.js';

/** A comment has to be read, and code forges refuse one of more than 65,536 characters. */
const mostRows = 25;
const mostCharacters = 50_000;
const longestValue = 60;
const digest = /^([0-9a-f]{12})[0-9a-f]{52}$/;

/** The comparison as Markdown, ready to be posted as a comment: what counts first, what is tolerated folded away. */
export function comparisonMarkdown(comparisons: readonly Comparison[]): string {
  const different = comparisons.filter(differs);
  const all = `${comparisons.length} ${comparisons.length === 1 ? 'notebook' : 'notebooks'}`;
  const mentioned = comparisons.filter((found) => differs(found) || found.differences.length > 0);
  if (mentioned.length === 0) return `Results of ${all} compared: all are equal.\n`;
  const title =
    different.length === 0
      ? `Results of ${all} compared: no difference that is not tolerated`
      : `Results of ${all} compared: ${different.length} ${different.length === 1 ? 'differs' : 'differ'}`;
  const ordered = [...different, ...mentioned.filter((found) => !differs(found))];
  const parts = [`## ${title}`];
  const left: string[] = [];
  let characters = 0;
  for (const found of ordered) {
    const text = section(found);
    characters += text.length;
    if (characters < mostCharacters) parts.push(text);
    else left.push(found.notebook);
  }
  if (left.length > 0) parts.push(`There are differences in ${left.join(', ')} as well.`);
  return `${parts.join('\n\n')}\n`;
}

function section({ notebook, differences, sentences, missing, unusable }: Comparison): string {
  const title = `### ${notebook}`;
  if (missing) return `${title}\n\nThe ${missing} set does not have it.`;
  if (unusable !== undefined) return `${title}\n\nCannot be compared:\n\n${fenced(unusable)}`;
  const beyond = differences.filter(({ within }) => !within).sort((a, b) => rank(a) - rank(b));
  const tolerated = differences.filter(({ within }) => within);
  const parts = [title];
  if (beyond.length > 0) parts.push(table(beyond, sentences));
  if (tolerated.length > 0) {
    const summary = `<summary>${tolerated.length} tolerated</summary>`;
    parts.push(`<details>${summary}\n\n${table(tolerated, sentences)}\n\n</details>`);
  }
  return parts.join('\n\n');
}

/** Verdicts first, then checks, then all else. */
function rank({ pointer }: PlacedDifference): number {
  if (isVerdict(pointer)) return 0;
  return pointer.startsWith('/checks/') ? 1 : 2;
}

function isVerdict(pointer: string): boolean {
  return pointer.startsWith('/claims/') && pointer.endsWith('/decision/verdict');
}

function table(differences: readonly PlacedDifference[], sentences: Readonly<Record<string, string>>): string {
  const left = differences.length - mostRows;
  return [
    '| what | first | second | |',
    '| --- | --- | --- | --- |',
    ...differences.slice(0, mostRows).map((found) => {
      const cells = [what(found, sentences), value(found.first), value(found.second), remark(found)];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    }),
    ...(left > 0 ? [`\n… and ${left} more: \`atlas diff --json\` lists them all.`] : []),
  ].join('\n');
}

function what({ pointer, row }: PlacedDifference, sentences: Readonly<Record<string, string>>): string {
  const [part, name = ''] = pointerParts(pointer);
  if (isVerdict(pointer)) return `**verdict** of ${code(name)}: ${plain(sentences[name] ?? '')}`;
  if (part === 'checks' && pointer.endsWith('/passed')) return `**check** ${code(name)}`;
  return row === undefined ? code(pointer) : `${code(pointer)} (${plain(cut(row))})`;
}

function value(found: unknown): string {
  if (found === undefined) return '–';
  const text = typeof found === 'string' ? found.replace(digest, '$1…') : JSON.stringify(found);
  return code(cut(text));
}

function cut(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

function remark({ within, pointer, first, second, message }: PlacedDifference): string {
  if (pointer.startsWith('/artifacts/') && within) return 'other bytes';
  if (first === undefined) return 'only in the second';
  if (second === undefined) return 'only in the first';
  return typeof first === 'number' && typeof second === 'number' ? message.replace(/^.*? differ by/, 'differ by') : '';
}

/** Text on one line in which Markdown and HTML mean nothing. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>]/g, '\\$&');
}

/** Code in a fence that is longer than any in it. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  const fence = '`'.repeat(longestRun(line) + 1);
  return fence.length === 1 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
