import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Failure } from '../run/failure.js';
import type { RunOutcome } from '../run/outcome.js';

/**
 * GitHub's workflow commands for everything that failed. Each points at the line of the `.ipynb` file where the cell's
 * line stands, so that it shows in the changes of a pull request.
 *
 * @param root the folder of the repository; paths are given relative to it
 */
export function githubAnnotations(outcome: RunOutcome, root: string): string[] {
  const file = relative(root, outcome.path);
  const text = readOrEmpty(outcome.path);
  return outcome.failures.map((failure) => {
    const line =
      failure.cell === undefined ? 1 : lineInFile(text, failure.cell.id, failure.cell.index, failure.cell.line);
    const title = titleOf(failure, outcome);
    return `::error file=${property(file)},line=${line},title=${property(title)}::${data(messageOf(failure))}`;
  });
}

/**
 * The line of a notebook file, from 1, at which a line of a cell stands. A cell is found by its id, where the file has
 * none by its position. Without a line it is the first one of the cell's source.
 */
export function lineInFile(text: string, id: string, index: number, line = 1): number {
  const tree = parseTree(text);
  const cells = tree === undefined ? undefined : findNodeAtLocation(tree, ['cells']);
  const byId = cells?.children?.find((cell) => findNodeAtLocation(cell, ['id'])?.value === id);
  const cell = byId ?? cells?.children?.[index];
  const source = cell === undefined ? undefined : findNodeAtLocation(cell, ['source']);
  const node: Node | undefined = source?.children?.[line - 1] ?? source?.children?.at(-1) ?? source ?? cell;
  return node === undefined ? 1 : text.slice(0, node.offset).split('\n').length;
}

function titleOf({ kind, cell }: Failure, { notebook, cells }: RunOutcome): string {
  const number = cells.findIndex(({ id }) => id === cell?.id);
  const place = number < 0 ? '' : `, cell ${number + 1}`;
  const line = cell?.line === undefined ? '' : `, line ${cell.line}`;
  return `${notebook}${place}${line}: ${kind.replaceAll('-', ' ')}`;
}

function messageOf({ message, error }: Failure): string {
  return [message, ...(error?.traceback ?? [])].join('\n');
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
