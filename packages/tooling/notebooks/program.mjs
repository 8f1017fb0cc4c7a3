import { join, resolve } from 'node:path';
import ts from 'typescript';

/** @typedef {import('./cell-modules.mjs').CellModule} CellModule */

/**
 * Strict, and with tslab's way to find packages: what it cannot resolve must be an error here too.
 * @type {ts.CompilerOptions}
 */
const options = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  types: ['node'],
  strict: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * One program over the cells of all notebooks, so that the packages' declarations are read once.
 * @param {string} root
 * @param {readonly CellModule[]} modules
 * @returns {{ program: ts.Program, fileOf: (module: CellModule) => ts.SourceFile }}
 */
export function createProgram(root, modules) {
  const absolute = (/** @type {CellModule} */ module) => resolve(root, module.path).replaceAll('\\', '/');
  const texts = new Map(modules.map((module) => [absolute(module), module.text]));
  const host = ts.createCompilerHost(options);
  // Comments carry no types in TypeScript, and the declarations of packages are full of them.
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseNone;
  const { fileExists, readFile, getSourceFile } = host;
  host.getCurrentDirectory = () => join(root, 'notebooks');
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, text, language, true);
  };
  const program = ts.createProgram({ rootNames: [...texts.keys()], options, host });
  const fileOf = (/** @type {CellModule} */ module) => {
    const file = program.getSourceFile(absolute(module));
    if (file === undefined) throw new Error(`TypeScript has lost ${module.path}`);
    return file;
  };
  return { program, fileOf };
}
