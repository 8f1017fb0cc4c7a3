import type * as TypeScript from '@tslab/typescript-for-tslab';
import { earlierNames } from './earlier-names.js';
import { withOneTimer } from './rebuild-timer.js';
import { splitInlineMap, type CompilationMaps } from './source-maps.js';

type Ts = typeof TypeScript;
type HostOf<T extends TypeScript.BuilderProgram> = TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<T>;
type HostArguments =
  Parameters<Ts['createWatchCompilerHost']> extends [unknown, unknown, unknown, ...infer Rest] ? Rest : never;

/**
 * The compiler as tslab is to see it: with source maps, with the names of earlier cells in their place, and with one
 * timer. Three functions are replaced; nothing else of TypeScript is changed.
 *
 * @param maps receives the source maps of every compiled file, by its compiled text
 */
export function patchedCompiler(ts: Ts, maps: Map<string, CompilationMaps>): Ts {
  // Global types of Node only: with every @types package of a workspace the start takes half as long again.
  const added: TypeScript.CompilerOptions = { inlineSourceMap: true, types: ['node'] };
  const createWatchCompilerHost = (
    files: string[],
    options: TypeScript.CompilerOptions,
    system: TypeScript.System,
    ...rest: HostArguments
  ) => {
    const repaired = withTrueNames(withOneTimer(system), files.at(-1)!);
    return ts.createWatchCompilerHost(files, { ...options, ...added }, repaired, ...rest);
  };
  const createWatchProgram = <T extends TypeScript.BuilderProgram>(host: HostOf<T>) => {
    const { afterProgramCreate } = host;
    const seen = new WeakSet<T>();
    host.afterProgramCreate = (program) => {
      if (!seen.has(program)) rewriteEarlierNames(ts, program, host.rootFiles);
      seen.add(program);
      afterProgramCreate?.call(host, program);
    };
    return ts.createWatchProgram(host);
  };
  const transpileModule = (input: string, options: TypeScript.TranspileOptions): TypeScript.TranspileOutput => {
    const { code, map } = splitInlineMap(input);
    const compilerOptions = { ...options.compilerOptions, sourceMap: true };
    const output = ts.transpileModule(code, { ...options, compilerOptions });
    const outputText = output.outputText.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n');
    const toCommonJs = JSON.parse(output.sourceMapText ?? 'null') as CompilationMaps['toCommonJs'] | null;
    maps.set(outputText, { toModule: map, toCommonJs: toCommonJs ?? undefined });
    return { ...output, outputText };
  };
  return Object.assign({}, ts, { createWatchCompilerHost, createWatchProgram, transpileModule });
}

/** tslab's two files: the declarations of all earlier cells, and the cell. */
function rewriteEarlierNames(ts: Ts, program: TypeScript.BuilderProgram, files: readonly string[]): void {
  const [declarations, cell] = files.map((file) => program.getSourceFile(file));
  if (!declarations || !cell) return;
  const emit = program.emit.bind(program);
  program.emit = (file, write, token, onlyDeclarations, transformers) => {
    if (file !== cell) return emit(file, write, token, onlyDeclarations, transformers);
    const rewriting = earlierNames(ts, program.getProgram().getTypeChecker(), declarations);
    const before = [rewriting, ...(transformers?.before ?? [])];
    return emit(file, write, token, onlyDeclarations, { ...transformers, before });
  };
}

/**
 * tslab adds a list of all names that a cell declares, as the compiler keeps them: those that begin with two underscores
 * have a third there, and `declare global` counts as a name.
 */
function withTrueNames(system: TypeScript.System, cell: string): TypeScript.System {
  const readFile = (path: string, encoding?: string): string | undefined => {
    const text = system.readFile(path, encoding);
    if (path !== cell || text?.includes('__') !== true) return text;
    return text.replace(/(?<=\nexport \{)[^{}]*(?=\}$)/, (names) =>
      names
        .split(', ')
        .filter((name) => name !== '__global')
        .map((name) => name.replace(/^_(?=__)/, ''))
        .join(', '),
    );
  };
  return Object.assign(Object.create(system) as TypeScript.System, { readFile });
}
