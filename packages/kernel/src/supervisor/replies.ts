import { toCodePoints, toUtf16 } from '../protocol/code-points.js';
import { protocolVersion, type JsonObject } from '../protocol/message.js';
import type { KernelVersions } from '../versions.js';
import type { Executor } from './executor.js';

export function kernelInfo(versions: KernelVersions): JsonObject {
  return {
    status: 'ok',
    protocol_version: protocolVersion,
    implementation: 'attention-atlas',
    implementation_version: versions.kernel,
    language_info: {
      name: 'typescript',
      version: versions.typescript,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      nbconvert_exporter: 'script',
      // Editors that know modes instead of MIME types find TypeScript inside their JavaScript mode.
      codemirror_mode: { name: 'javascript', mode: 'typescript', typescript: true },
    },
    banner: `TypeScript ${versions.typescript} on Node.js ${versions.node} (tslab ${versions.tslab})`,
    help_links: [{ text: 'TypeScript handbook', url: 'https://www.typescriptlang.org/docs/handbook/' }],
    debugger: false,
    supported_features: [],
    provenance: { ...versions },
  };
}

export async function complete(executor: Executor, content: JsonObject): Promise<JsonObject> {
  const { code, cursor } = codeAndCursor(content);
  const answer = await executor.ask({ type: 'complete', code, cursor });
  if (answer['status'] === 'error') return answer;
  const start = toCodePoints(code, Number(answer['start']));
  const end = toCodePoints(code, Number(answer['end']));
  const kinds = answer['kinds'] as readonly { text: string; type: string }[];
  return {
    status: 'ok',
    matches: kinds.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    // The name under which JupyterLab looks for the kinds of the candidates.
    metadata: { _jupyter_types_experimental: kinds.map((kind) => ({ ...kind, start, end })) },
  };
}

export async function inspect(executor: Executor, content: JsonObject): Promise<JsonObject> {
  const { code, cursor } = codeAndCursor(content);
  const answer = await executor.ask({ type: 'inspect', code, cursor });
  if (answer['status'] === 'error') return answer;
  return { status: 'ok', found: answer['found'], data: answer['data'], metadata: {} };
}

export async function isComplete(executor: Executor, content: JsonObject): Promise<JsonObject> {
  const answer = await executor.ask({ type: 'isComplete', code: requireCode(content) });
  return answer['status'] === 'error' ? { status: 'unknown' } : answer;
}

export function requireCode(content: JsonObject): string {
  const { code } = content;
  if (typeof code !== 'string') throw new TypeError(`code must be a string, found ${typeof code}`);
  return code;
}

function codeAndCursor(content: JsonObject): { code: string; cursor: number } {
  const code = requireCode(content);
  const position = content['cursor_pos'];
  return { code, cursor: typeof position === 'number' ? toUtf16(code, position) : code.length };
}
