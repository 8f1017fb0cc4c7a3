import ts from 'typescript';

/** @typedef {import('./cell-modules.mjs').CellModule} CellModule */
/** @typedef {import('./problem.mjs').Problem} Problem */

/**
 * Where a position of a module is in its notebook. What stands behind the cell belongs to its last line.
 * @param {CellModule} module
 * @param {ts.SourceFile} file
 * @param {number} position
 */
export function placeOf({ notebook, cell }, file, position) {
  const inside = Math.min(position, cell.source.length);
  const { line, character } = file.getLineAndCharacterOfPosition(inside);
  return { notebook: notebook.file, cell: cell.number, id: cell.id, line: line + 1, column: character + 1 };
}

/**
 * What strict TypeScript says about the cells. A cell tagged `raises-exception` may be wrong on purpose.
 * @param {readonly CellModule[]} modules
 * @param {{ program: ts.Program, fileOf: (module: CellModule) => ts.SourceFile }} compiled
 * @returns {Problem[]}
 */
export function typecheck(modules, { program, fileOf }) {
  return modules
    .filter(({ cell }) => !cell.tags.includes('raises-exception'))
    .flatMap((module) => {
      const file = fileOf(module);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return found.map(({ start = 0, code, messageText }) => ({
        ...placeOf(module, file, start),
        rule: `TS${code}`,
        message: ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' '),
      }));
    });
}
