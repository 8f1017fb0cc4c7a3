import type { Executor } from 'tslab/dist/executor.js';
import type { JsonObject } from '../protocol/message.js';
import type { Tslab } from './tslab.js';

/** Candidates with the kind of each, and the part of the code that they replace, in UTF-16 units. */
export function completeCode(executor: Executor, code: string, cursor: number): JsonObject {
  const { start, end, candidates, original } = executor.complete(code, cursor);
  const kinds = new Map(original?.entries.map(({ name, kind }) => [name, kind as string]));
  return { start, end, kinds: candidates.map((text) => ({ text, type: kinds.get(text) ?? '' })) };
}

/** The type and the documentation of the name at the cursor, or just before it, or before an opening parenthesis. */
export function inspectCode(tslab: Tslab, executor: Executor, code: string, cursor: number): JsonObject {
  for (const position of [cursor, cursor - 1, cursor - 2]) {
    if (position < 0 || /\s/.test(code.slice(position, cursor))) break;
    const info = executor.inspect(code, position) as ReturnType<Executor['inspect']> | undefined;
    if (!info) continue;
    const tags = (info.tags ?? []).map(({ name, text }) => [name, (text ?? []).map((part) => part.text).join('')]);
    const declaration = (info.displayParts ?? []).map(({ text }) => text).join('');
    const documentation = (info.documentation ?? []).map(({ text }) => text).join('');
    const data = {
      'text/plain': tslab.printQuickInfo(info),
      'text/markdown': [
        `\`\`\`typescript\n${declaration}\n\`\`\``,
        documentation,
        ...tags.map(([name, text]) => `*@${name}* ${text}`),
      ].join('\n\n'),
    };
    return { found: true, data };
  }
  return { found: false, data: {} };
}

/** Whether a console should execute the code or wait for another line. */
export function completeness(tslab: Tslab, code: string): JsonObject {
  const { completed, indent } = tslab.isCompleteCode(code);
  return completed ? { status: 'complete' } : { status: 'incomplete', indent: indent ?? '' };
}
