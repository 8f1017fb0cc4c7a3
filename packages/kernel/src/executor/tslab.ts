import { createRequire } from 'node:module';
import vm from 'node:vm';
import type * as TypeScript from '@tslab/typescript-for-tslab';
import type { Converter, IsCompleteResult } from 'tslab/dist/converter.js';
import type { ConsoleInterface, ConverterSet, Executor } from 'tslab/dist/executor.js';
import { sharedNames, type CellNames } from './cell-names.js';
import { replaceWatchers } from './file-changes.js';
import { patchedCompiler } from './patched-compiler.js';
import type { CompilationMaps } from './source-maps.js';

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
  /** Makes the cells use these names instead of tslab's copies. */
  share(names: CellNames): void;
  /** Tells the compiler which watched files have changed since it last looked. */
  noticeChangedFiles(): void;
}

type Loaded = Pick<Tslab, 'createConverter' | 'isCompleteCode' | 'createExecutor' | 'printQuickInfo'>;

/**
 * Loads tslab. Its compiler options are fixed in its source, so the compiler it loads is put into the module cache
 * beforehand with a few functions replaced (see {@link patchedCompiler}).
 */
export function loadTslab(): Tslab {
  const require = createRequire(createRequire(import.meta.url).resolve('tslab/dist/main.js'));
  ignoreSignals();
  const compiler = '@tslab/typescript-for-tslab';
  const ts = require(compiler) as typeof TypeScript;
  const maps = new Map<string, CompilationMaps>();
  const noticeChangedFiles = replaceWatchers(ts);
  require.cache[require.resolve(compiler)]!.exports = patchedCompiler(ts, maps);
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
    share: ({ exports, shared, link }) => Object.assign(tslabGlobal(), { exports, names: shared, link }),
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

/** What tslab hands to each cell: made with the executor. */
function tslabGlobal(): object {
  return (globalThis as unknown as Record<typeof sharedNames.object, object>)[sharedNames.object];
}
