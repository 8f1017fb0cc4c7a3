import { SourceMap, type SourceMapPayload } from 'node:module';

/** A place in a file; line and column count from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The two steps that tslab compiles in: TypeScript to an ES module, and that to a CommonJS module. */
export interface CompilationMaps {
  readonly toModule: SourceMapPayload | undefined;
  readonly toCommonJs: SourceMapPayload | undefined;
}

const inlineMap = /\n?\/\/# sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,([A-Za-z0-9+/=]+)\s*$/;

/** Takes the map off a file that ends with one. */
export function splitInlineMap(code: string): { code: string; map: SourceMapPayload | undefined } {
  const match = inlineMap.exec(code);
  if (!match) return { code, map: undefined };
  const map = JSON.parse(Buffer.from(match[1]!, 'base64').toString('utf8')) as SourceMapPayload;
  return { code: code.slice(0, match.index + 1), map };
}

/** Maps places of the executed JavaScript back to the TypeScript of a cell. */
export class CellMap {
  private decoded: readonly SourceMap[] | undefined;

  constructor(
    private readonly maps: CompilationMaps,
    /** Characters that the executor puts before the first line. */
    private readonly prefixLength: number,
    /** Lines that the converter puts before the TypeScript. */
    private readonly addedLines: number,
  ) {}

  /** The place in the cell, or undefined for code that the compiler has added. */
  toCell(executed: Place): Place | undefined {
    let place = executed.line === 0 ? { line: 0, column: executed.column - this.prefixLength } : executed;
    if (place.column < 0) return undefined;
    for (const map of this.steps()) {
      const entry = map.findEntry(place.line, place.column) as Partial<{
        originalLine: number;
        originalColumn: number;
        generatedLine: number;
      }>;
      // The search returns the nearest earlier entry; one of an earlier line says nothing about this one.
      if (entry.originalLine === undefined || entry.generatedLine !== place.line) return undefined;
      place = { line: entry.originalLine, column: entry.originalColumn ?? 0 };
    }
    return place.line < this.addedLines ? undefined : { line: place.line - this.addedLines, column: place.column };
  }

  private steps(): readonly SourceMap[] {
    this.decoded ??= [this.maps.toCommonJs, this.maps.toModule]
      .filter((payload) => payload !== undefined)
      .map((payload) => new SourceMap(payload));
    return this.decoded;
  }
}
