import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withPlainNames } from './cell-names.js';
import type { CellMap } from './source-maps.js';

/** A file of executed code that stack traces show as the TypeScript it was compiled from. */
export interface Script {
  /** The cell that it belongs to. */
  readonly cell: number;
  /** The name that traces show. */
  readonly label: string;
  readonly source: string;
  readonly map: CellMap;
}

/** A frame of a stack inside a cell; line and column count from 1. */
export interface CellFrame {
  readonly cell: number;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

const byExecutedName = new Map<string, Script>();
const byLabel = new Map<string, Script>();
const kernelFolder = dirname(fileURLToPath(import.meta.url));
const tslabExecutor = '/tslab/dist/executor.js';
const kernelFiles = [`file://${kernelFolder}`, kernelFolder, 'node:vm', tslabExecutor];

/** `executedName` is the name under which V8 knows the file. */
export function registerScript(executedName: string, script: Script): void {
  byExecutedName.set(executedName, script);
  byLabel.set(script.label, script);
}

export function scriptOf(label: string): Script | undefined {
  return byLabel.get(label);
}

/** Frames that a trace keeps: with Node's ten, an error deep in a library would not reach the line of the cell. */
const keptFrames = 50;

/** Makes every stack trace name the lines of the cells, and end where the kernel begins. */
export function mapStackTraces(): void {
  const prepare: Prepare = (error, sites) => {
    const lines: string[] = [];
    let insideCell = sites.some((site) => fileOf(site).endsWith(tslabExecutor));
    for (const site of sites) {
      const file = fileOf(site);
      const script = byExecutedName.get(file);
      if (script) {
        const text = describeSite(site, file, script);
        // Code that the compiler has added has no place in the cell.
        if (text === undefined) continue;
        lines.push(text);
        insideCell = true;
      } else if (insideCell && kernelFiles.some((part) => file.startsWith(part) || file.endsWith(part))) {
        break;
      } else {
        lines.push(String(site));
      }
    }
    return [headline(error), ...lines.map((line) => `    at ${line}`)].join('\n');
  };
  Error.prepareStackTrace = prepare;
  Error.stackTraceLimit = keptFrames;
}

/** The frames of an error inside cells, innermost first. */
export function cellFramesOf(error: unknown): CellFrame[] {
  const stack = stackOf(error);
  if (stack === undefined) return [];
  return [...stack.matchAll(/([\w.-]+):(\d+):(\d+)/g)].flatMap(([, file, line, column]) => {
    const script = byLabel.get(file!);
    return script ? [{ cell: script.cell, file: script.label, line: Number(line), column: Number(column) }] : [];
  });
}

function stackOf(error: unknown): string | undefined {
  try {
    const { stack } = error as { stack?: unknown };
    return typeof stack === 'string' ? stack : undefined;
  } catch {
    return undefined;
  }
}

/** The cells whose code runs now, innermost first; a cell that calls itself is in it more than once. */
export function cellsOnStack(): number[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = 200;
    Error.prepareStackTrace = ((_error, sites) => sites) satisfies Prepare;
    Error.captureStackTrace(holder);
    return (holder.stack as NodeJS.CallSite[]).flatMap((site) => {
      const script = byExecutedName.get(fileOf(site));
      return script ? [script.cell] : [];
    });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    if (prepareStackTrace) Error.prepareStackTrace = prepareStackTrace;
  }
}

function fileOf(site: NodeJS.CallSite): string {
  return site.getScriptNameOrSourceURL() || (site.getFileName() ?? '');
}

function describeSite(site: NodeJS.CallSite, file: string, script: Script): string | undefined {
  const line = site.getLineNumber() ?? 1;
  const column = site.getColumnNumber() ?? 1;
  const place = script.map.toCell({ line: line - 1, column: column - 1 });
  if (!place) return undefined;
  const mapped = `${script.label}:${place.line + 1}:${place.column + 1}`;
  // Functions of earlier cells are called on the object that holds all names of the notebook, which is a proxy.
  return String(site)
    .replace(`${file}:${line}:${column}`, mapped)
    .replace(/^(async )?Proxy\./, '$1');
}

function headline(error: Error): string {
  try {
    return withPlainNames(Error.prototype.toString.call(error));
  } catch {
    return 'Error';
  }
}
