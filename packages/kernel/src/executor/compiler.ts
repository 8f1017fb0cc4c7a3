import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { SourceFile } from '@tslab/typescript-for-tslab';
import type { Converter, ConvertResult, Diagnostic, SideOutput } from 'tslab/dist/converter.js';
import type { ConverterSet } from 'tslab/dist/executor.js';
import { slots, type SharedState } from '../link/shared-state.js';
import { linkStatement } from './cell-names.js';
import { survivingDeclarations, withNamespaces } from './declarations.js';
import { withoutExports } from './plain-exports.js';
import { renewedConverter } from './renewed-converter.js';
import { CellMap } from './source-maps.js';
import { registerScript } from './stack-frames.js';
import { awaitsOf, misplacedAwait } from './top-level-await.js';
import { topLevelNames, topLevelVariables } from './top-level-names.js';
import type { Tslab } from './tslab.js';

/** Thrown instead of running a cell that was interrupted while it was compiled. */
export class InterruptedWhileCompiling extends Error {
  override readonly name = 'InterruptedWhileCompiling';
}

/** What is compiled now. */
export interface Compilation {
  readonly cell: number;
  readonly label: string;
  readonly code: string;
}

/** What tslab's executor puts before the code. */
const prefix = { plain: '(function(exports, require) { ', awaiting: '(async function(exports, require) { ' };
/** tslab's converter puts one line before the TypeScript of cells and of modules written in cells. */
const addedLines = 1;

/** tslab's converters, watched: keeps their diagnostics, names the compiled code, and remembers its source maps. */
export class Compiler {
  readonly converters: ConverterSet;
  diagnostics: readonly Diagnostic[] = [];
  /** The name under which the cell leaves the value of its last expression. */
  resultName: string | undefined;
  private compilation: Compilation = { cell: 0, label: '', code: '' };
  /** What the latest conversion started from and declares. */
  private converted: { previous: string; declarations: string } | undefined;
  /** tslab forgets the declarations of a cell that fails: this is to be used instead of what it remembers. */
  private correction: { previous: string; declarations: string } | undefined;
  /** The TypeScript of modules that cells define with `@module`, by module name. */
  private readonly cellModules = new Map<string, string>();

  constructor(
    private readonly tslab: Tslab,
    private readonly state: SharedState,
  ) {
    const node = this.watched(renewedConverter(() => tslab.createConverter({ isJS: false, isBrowser: false })));
    let browser: Converter | undefined;
    const create = (): Converter => this.watched(tslab.createConverter({ isJS: false, isBrowser: true }));
    this.converters = {
      node,
      get browser() {
        return (browser ??= create());
      },
      close: () => {
        node.close();
        browser?.close();
      },
    };
  }

  begin(compilation: Compilation): void {
    this.compilation = compilation;
    this.diagnostics = [];
    this.converted = undefined;
  }

  /** Keeps what a cell has declared before it failed. */
  keepDeclarations(hasValue: (name: string) => boolean): void {
    if (!this.converted) return;
    const { previous, declarations } = this.converted;
    this.correction = { previous, declarations: survivingDeclarations(this.tslab.ts, declarations, hasValue) };
  }

  private watched(converter: Converter): Converter {
    return {
      convert: (previous, source) => this.convert(converter, previous, source),
      inspect: (previous, source, position) =>
        this.undisturbed(() => converter.inspect(this.declarations(previous), this.plain(source), position)),
      complete: (previous, source, position) =>
        this.undisturbed(() => converter.complete(this.declarations(previous), this.plain(source), position)),
      addModule: (name, content, meta) => {
        this.cellModules.set(name, content);
        this.diagnostics = this.undisturbed(() => converter.addModule(name, content, meta));
        return [];
      },
      close: () => converter.close(),
    };
  }

  private convert(converter: Converter, previous: string, source: string): ConvertResult {
    const { ts } = this.tslab;
    const before = this.declarations(previous);
    const { atTopLevel, misplaced } = awaitsOf(ts, source);
    const result = this.undisturbed(() => converter.convert(before, this.plain(source)));
    if (misplaced && result.diagnostics.length === 0) result.diagnostics.push(misplacedAwait(source, misplaced));
    result.hasToplevelAwait = atTopLevel;
    if (result.declOutput !== undefined) {
      result.declOutput = withNamespaces(ts, before, result.declOutput, topLevelNames(ts, this.parsed(source)));
      this.converted = { previous, declarations: result.declOutput };
    }
    return this.finish(result);
  }

  private plain(source: string): string {
    return withoutExports(this.tslab.ts, source);
  }

  private declarations(previous: string): string {
    return this.correction?.previous === previous ? this.correction.declarations : previous;
  }

  /** An interrupt must not end the compiler half-way. */
  private undisturbed<Result>(work: () => Result): Result {
    Atomics.store(this.state, slots.compiling, 1);
    try {
      this.tslab.noticeChangedFiles();
      this.tslab.forgetMaps();
      return work();
    } finally {
      Atomics.store(this.state, slots.compiling, 0);
    }
  }

  private finish(result: ConvertResult): ConvertResult {
    const { cell, label, code } = this.compilation;
    this.diagnostics = result.diagnostics;
    this.resultName = result.lastExpressionVar;
    const link = linkStatement(topLevelVariables(this.tslab.ts, this.parsed(code)));
    for (const side of result.sideOutputs ?? []) this.registerModule(side);
    // Scripts are known by label even when they do not compile: diagnostics quote their lines.
    const start = (result.hasToplevelAwait === true ? prefix.awaiting : prefix.plain) + link;
    const maps = this.tslab.mapsOf(result.output ?? '') ?? { toModule: undefined, toCommonJs: undefined };
    registerScript(label, { cell, label, source: code, map: new CellMap(maps, start.length, addedLines) });
    if (Atomics.load(this.state, slots.interrupt) === cell) throw new InterruptedWhileCompiling(label);
    if (result.output === undefined) return result;
    return { ...result, output: `${link}${result.output}\n//# sourceURL=${label}` };
  }

  private parsed(code: string): SourceFile {
    const { ts } = this.tslab;
    return ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest);
  }

  private registerModule({ path, data }: SideOutput): void {
    const maps = this.tslab.mapsOf(data);
    const name = basename(path, '.js');
    const file = ['.ts', '.tsx', '.js']
      .map((end) => path.replace(/\.js$/, end))
      .find((candidate) => existsSync(candidate));
    const source = this.cellModules.get(name) ?? (file === undefined ? undefined : readFileSync(file, 'utf8'));
    if (!maps || source === undefined) return;
    const label = file === undefined ? `${name}.ts` : basename(file);
    const lines = this.cellModules.has(name) ? addedLines : 0;
    registerScript(path, { cell: this.compilation.cell, label, source, map: new CellMap(maps, 0, lines) });
  }
}
