import { intervalText, withUnit, type Verdict } from '@atlas/schemas';
import { duration } from '../time.js';
import type { Failure } from '../run/failure.js';
import type { ClaimOutcome, RunOutcome } from '../run/outcome.js';

/** What a person wants to know at the end: which notebooks passed, what went wrong where, how the claims came out. */
export function summaryText(outcomes: readonly RunOutcome[]): string {
  const sections = [notebookTable(outcomes), resumeText(outcomes), claimTable(outcomes), failureText(outcomes)];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function notebookTable(outcomes: readonly RunOutcome[]): string {
  const rows = outcomes.map((outcome) => [
    outcome.notebook || outcome.path,
    outcome.profile,
    outcome.status,
    duration(outcome.milliseconds),
    `${outcome.cells.filter(({ status }) => status === 'passed').length} of ${outcome.cells.length}`,
  ]);
  return columns([['notebook', 'profile', 'status', 'time', 'cells'], ...rows]);
}

/** What a resumed run has not computed again. */
function resumeText(outcomes: readonly RunOutcome[]): string {
  const lines = outcomes.flatMap(({ notebook, cells, resume }) => {
    if (resume === undefined) return [];
    const numbers = resume.taken.map((id) => cells.findIndex((cell) => cell.id === id) + 1);
    const taken = `stored artifacts were loaded in ${numbers.length === 1 ? 'cell' : 'cells'} ${numbers.join(', ')}; all other cells were replayed`;
    return `${notebook} resumed: ${numbers.length > 0 ? taken : 'no stored artifact was loaded; all cells were replayed'}`;
  });
  return lines.join('\n');
}

const signs: Readonly<Record<Verdict, string>> = { holds: '✓', fails: '✗', 'not decided': '?' };

function claimTable(outcomes: readonly RunOutcome[]): string {
  const rows = outcomes.flatMap(({ notebook, claims }) =>
    claims.map((claim) => [
      `${signs[claim.verdict]} ${claim.verdict}`,
      `${notebook} ${claim.id}`,
      measured(claim),
      judged(claim),
    ]),
  );
  return rows.length === 0 ? '' : columns([['verdict', 'claim', 'measured', 'expected'], ...rows]);
}

function measured({ estimate, interval, unit }: ClaimOutcome): string {
  if (estimate === undefined) return '';
  return interval === undefined ? withUnit(estimate, unit) : `${withUnit(estimate, unit)} (${intervalText(interval)})`;
}

function judged({ verdict, expected, asserted }: ClaimOutcome): string {
  if (!asserted) return `${expected}, not asserted in this profile`;
  return verdict === expected ? 'as expected' : `EXPECTED ${expected}`;
}

/** Every failure with its notebook, cell and line, as an editor's problem list would show it. */
export function failureText(outcomes: readonly RunOutcome[]): string {
  const lines = outcomes.flatMap((outcome) => outcome.failures.map((failure) => failureLine(outcome, failure)));
  return lines.join('\n');
}

function failureLine(outcome: RunOutcome, { cell, kind, message }: Failure): string {
  const number = outcome.cells.findIndex(({ id }) => id === cell?.id) + 1;
  const place = cell === undefined ? '' : `, cell ${number > 0 ? number : cell.id} (id ${cell.id})`;
  const line = cell?.line === undefined ? '' : `, line ${cell.line}`;
  return `${outcome.path}${place}${line}: ${kind.replaceAll('-', ' ')}: ${message}`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
