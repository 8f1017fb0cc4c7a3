import type { Failure } from '../run/failure.js';
import type { CellOutcome, RunOutcome } from '../run/outcome.js';

/**
 * The runs as JUnit XML: one suite for each notebook, with a test case for each cell, and one for what concerns no
 * single cell: the start, the results, the verdicts.
 */
export function junitXml(outcomes: readonly RunOutcome[]): string {
  const suites = outcomes.map(suite);
  const total = (name: string): number => suites.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0);
  const seconds = outcomes.reduce((sum, { milliseconds }) => sum + milliseconds / 1000, 0);
  const counts = {
    tests: total('tests'),
    failures: total('failures'),
    skipped: total('skipped'),
    time: seconds.toFixed(3),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'notebooks', ...counts })}>`,
    ...suites.map(({ xml }) => xml),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(outcome: RunOutcome): { xml: string; counts: Record<string, number> } {
  const ofCell = (cell: CellOutcome): readonly Failure[] =>
    outcome.failures.filter((failure) => failure.cell?.id === cell.id);
  const general = outcome.failures.filter((failure) => !outcome.cells.some((cell) => cell.id === failure.cell?.id));
  const className = `${outcome.notebook || outcome.path}.${outcome.profile}`;
  const cases = [
    ...outcome.cells.map((cell, number) =>
      testCase(className, `cell ${number + 1}: ${cell.label}`, cell.milliseconds ?? 0, ofCell(cell), skipReason(cell)),
    ),
    testCase(
      className,
      'results and verdicts',
      0,
      general,
      outcome.results || general.length > 0 ? undefined : 'no results',
    ),
  ];
  const counts = {
    tests: cases.length,
    failures: cases.filter(({ failed }) => failed).length,
    skipped: cases.filter(({ skipped }) => skipped).length,
  };
  const time = (outcome.milliseconds / 1000).toFixed(3);
  const timestamp = outcome.startedAt.toISOString();
  const head = attributes({ name: className, ...counts, time, timestamp });
  return { counts, xml: [`  <testsuite${head}>`, ...cases.map(({ xml }) => xml), '  </testsuite>'].join('\n') };
}

function skipReason({ status }: CellOutcome): string | undefined {
  if (status === 'skipped') return 'tagged skip-execution';
  return status === 'not run' ? 'the run stopped before this cell' : undefined;
}

function testCase(
  classname: string,
  name: string,
  milliseconds: number,
  failures: readonly Failure[],
  skipped: string | undefined,
): { xml: string; failed: boolean; skipped: boolean } {
  const head = `    <testcase${attributes({ classname, name, time: (milliseconds / 1000).toFixed(3) })}`;
  const failed = failures.length > 0;
  const body = failed
    ? failures.map((failure) => {
        const text = [failure.message, ...(failure.error?.traceback ?? [])].join('\n');
        return `      <failure${attributes({ type: failure.kind, message: failure.message })}>${escaped(text)}</failure>`;
      })
    : skipped === undefined
      ? []
      : [`      <skipped${attributes({ message: skipped })}/>`];
  const xml = body.length === 0 ? `${head}/>` : [`${head}>`, ...body, '    </testcase>'].join('\n');
  return { xml, failed, skipped: !failed && skipped !== undefined };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const colours = new RegExp('\\u001b\\[[0-9;]*[A-Za-z]', 'g');
/** What XML 1.0 cannot hold, not even escaped: control characters and halves of surrogate pairs. */
const unfit = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text
    .replaceAll(colours, '')
    .replaceAll(unfit, '')
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
