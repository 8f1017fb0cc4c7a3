import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sep } from 'node:path';
import vm from 'node:vm';
import type * as TypeScript from '@tslab/typescript-for-tslab';
import type { Converter, IsCompleteResult } from 'tslab/dist/converter.js';
import type { ConsoleInterface, ConverterSet, Executor } from 'tslab/dist/executor.js';
import { splitInlineMap, type CompilationMaps } from './source-maps.js';

/** The parts of tslab that this kernel drives. */
export interface Tslab {
  readonly ts: typeof TypeScript;
  createConverter(options: { isJS: boolean; isBrowser: boolean }): Converter;
  isCompleteCode(content: string): IsCompleteResult;
  createExecutor(rootDir: string, converters: ConverterSet, console: ConsoleInterface): Executor;
  printQuickInfo(info: TypeScript.QuickInfo): string;
  /** The module whose `lastWriteDisplayData` is what `tslab.display` calls. */
  readonly jupyter: { lastWriteDisplayData: unknown };
  /** The maps of a file that was compiled since the last call of `forgetMaps`, found by its compiled text. */
  mapsOf(compiled: string): CompilationMaps | undefined;
  forgetMaps(): void;
  /** Tells the compiler which watched files have changed since it last looked. */
  noticeChangedFiles(): void;
}

type HostArguments =
  Parameters<typeof TypeScript.createWatchCompilerHost> extends [unknown, unknown, ...infer Rest] ? Rest : never;
type Loaded = Pick<Tslab, 'createConverter' | 'isCompleteCode' | 'createExecutor' | 'printQuickInfo'>;

/**
 * Loads tslab with source maps switched on. Its compiler options are fixed in its source, so the compiler it loads is
 * put into the module cache beforehand with two functions replaced; nothing else of tslab or TypeScript is changed.
 */
export function loadTslab(): Tslab {
  const require = createRequire(createRequire(import.meta.url).resolve('tslab/dist/main.js'));
  ignoreSignals();
  const compiler = '@tslab/typescript-for-tslab';
  const ts = require(compiler) as typeof TypeScript;
  const maps = new Map<string, CompilationMaps>();
  const noticeChangedFiles = replaceWatchers(ts);
  require.cache[require.resolve(compiler)]!.exports = withSourceMaps(ts, maps);
  const loaded = Object.assign(
    {},
    ...['converter', 'executor', 'inspect'].map((name) => require(`./${name}.js`) as object),
  ) as Loaded;
  return {
    ts,
    createConverter: loaded.createConverter,
    isCompleteCode: loaded.isCompleteCode,
    createExecutor: loaded.createExecutor,
    printQuickInfo: loaded.printQuickInfo,
    jupyter: require('./jupyter.js') as Tslab['jupyter'],
    mapsOf: (compiled) => maps.get(compiled),
    forgetMaps: () => maps.clear(),
    noticeChangedFiles,
  };
}

/**
 * tslab runs cells with `breakOnSigint`. In Node, a signal that arrives as such a script ends may break the next one
 * instead; this kernel ends cells in its own way.
 */
function ignoreSignals(): void {
  const { runInThisContext } = vm;
  vm.runInThisContext = (code, options) =>
    runInThisContext(code, typeof options === 'object' ? { ...options, breakOnSigint: false } : options);
}

function withSourceMaps(ts: typeof TypeScript, maps: Map<string, CompilationMaps>): typeof TypeScript {
  // Global types of Node only: with every @types package of a workspace the start takes half as long again.
  const added: TypeScript.CompilerOptions = { inlineSourceMap: true, types: ['node'] };
  const createWatchCompilerHost = (files: string[], options: TypeScript.CompilerOptions, ...rest: HostArguments) =>
    ts.createWatchCompilerHost(files, { ...options, ...added }, ...rest);
  const transpileModule = (input: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput => {
    const { code, map } = splitInlineMap(input);
    const compilerOptions = { ...options.compilerOptions, sourceMap: true };
    const output = ts.transpileModule(code, { ...options, compilerOptions });
    const outputText = output.outputText.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n');
    const toCommonJs = JSON.parse(output.sourceMapText ?? 'null') as CompilationMaps['toCommonJs'] | null;
    maps.set(outputText, { toModule: map, toCommonJs: toCommonJs ?? undefined });
    return { ...output, outputText };
  };
  return Object.assign({}, ts, { createWatchCompilerHost, transpileModule });
}

/**
 * TypeScript polls every file it has read, several hundred of them, four times a second. Asking the few that can change
 * when a cell is about to be compiled costs nothing in between and never runs a cell with yesterday's file.
 */
function replaceWatchers(ts: typeof TypeScript): () => void {
  const watched = new Map<string, { callback: TypeScript.FileWatcherCallback; modified: number }>();
  const installed = `${sep}node_modules${sep}`;
  ts.sys.watchFile = (path, callback) => {
    if (!path.includes(installed)) watched.set(path, { callback, modified: modificationTime(path) });
    return { close: () => watched.delete(path) };
  };
  ts.sys.watchDirectory = () => ({ close: () => undefined });
  return () => {
    for (const [path, entry] of watched) {
      const modified = modificationTime(path);
      if (modified === entry.modified) continue;
      const kinds = ts.FileWatcherEventKind;
      const kind = modified === 0 ? kinds.Deleted : entry.modified === 0 ? kinds.Created : kinds.Changed;
      entry.modified = modified;
      entry.callback(path, kind);
    }
  };
}

function modificationTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
