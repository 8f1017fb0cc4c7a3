import { describeRule, numberText, withUnit, type Judgement, type Rule, type SimpleRule } from '@atlas/schemas';
import { type ClaimEntry, type ClaimRun, type PastVerdict } from '../model/claim-entry.js';
import { formatDay, formatInterval, formatNumber, plural } from '../text/format.js';
import { html, joined, type Html } from '../text/html.js';
import { intervalPlot, type PlotRow } from './interval-plot.js';
import { regionOf } from './region.js';
import { verdictMark } from './verdict.js';

/** Where the parts of a card lead, relative to the page that shows it. */
export type CardLinks = {
  /** The notebook cell that decides the claim. */
  cell?: string;
  schema: string;
  /** The result file of a profile. */
  results: (profile: string) => string;
  statement: (id: string) => string;
  mechanism: (name: string) => string | undefined;
  /** The line of the ledger, or the chapter, where the card is somewhere else. */
  home?: string;
};

/** The card of a claim: the same in a chapter's margin and in the ledger. */
export function claimCard(entry: ClaimEntry, links: CardLinks, id: string): Html {
  const { declaration, runs } = entry;
  const verdict = runs[0]?.record.decision.verdict;
  const unexpected = verdict !== undefined && runs[0]?.asserted === true && verdict !== declaration.expected;
  return html`<article
    class="claim claim-${(verdict ?? 'not run').replace(' ', '-')}"
    id="${id}"
    aria-labelledby="${id}-sentence"
  >
    <p class="claim-head">
      ${verdictMark(verdict)}${unexpected ? html`<span class="unexpected">expected: ${declaration.expected}</span>` : null}
    </p>
    <p class="claim-sentence" id="${id}-sentence">${declaration.sentence}</p>
    ${runs.map((run) => runBlock(run, declaration.rule))}
    ${runs.length === 0 ? html`<p class="claim-absent">No result yet. Run this chapter to decide it.</p>` : null}
    <details class="claim-more">
      <summary>Rule, control and source</summary>
      <dl>
        ${runs
          .filter(({ record }) => record.decision.verdict === 'holds')
          .map(
            ({ record, profile }) =>
              html`<dt>Found, ${profile}</dt>
                <dd>${record.decision.reason}</dd>`,
          )}
        <dt>Rule</dt>
        <dd>${describeRule(declaration.rule)}</dd>
        <dt>Control</dt>
        <dd>${declaration.control}</dd>
        <dt>Source</dt>
        <dd>${sourceText(entry, links)}</dd>
        ${
          declaration.mechanisms === undefined || declaration.mechanisms.length === 0
            ? null
            : html`<dt>About</dt>
                <dd>${mechanismLinks(declaration.mechanisms, links)}</dd>`
        }
        <dt>Expected</dt>
        <dd>
          ${declaration.expected}, asserted in
          ${joined(
            declaration.profiles.map((profile) => `the ${profile} profile`),
            ' and ',
          )}
        </dd>
        ${
          entry.history.length > 0
            ? html`<dt>History</dt>
                <dd>${historyList(entry.history)}</dd>`
            : null
        }
      </dl>
    </details>
    <p class="claim-links">${joined(linkList(entry, links), html` · `)}</p>
  </article>`;
}

function linkList(entry: ClaimEntry, links: CardLinks): Html[] {
  const { id } = entry;
  return [
    ...(links.cell === undefined ? [] : [html`<a href="${links.cell}">the cell</a>`]),
    ...entry.runs.map(({ profile }) => html`<a href="${links.results(profile)}" download>JSON, ${profile}</a>`),
    html`<a href="${links.schema}" download>schema</a>`,
    ...(links.home === undefined
      ? []
      : [html`<a href="${links.home}" aria-label="Claim ${id} in the ledger">ledger</a>`]),
  ];
}

function runBlock(run: ClaimRun, rule: Rule): Html {
  const { evidence, decision } = run.record;
  const seeds = evidence.seeds.length;
  const profile = html`<span class="profile">${run.profile}${run.asserted ? null : ', shown only'}</span>`;
  return html`<div class="claim-run">
    <p class="claim-value">
      ${valueOf(decision.measured, rule)}
      ${profile}${seeds > 0 ? html` <span class="seeds">${plural(seeds, 'seed')}</span>` : null}
    </p>
    ${plots(decision.measured, decision.control, rule)}
    ${decision.verdict === 'holds' ? null : html`<p class="claim-reason">${decision.reason}</p>`}
  </div>`;
}

/** The measured value of a claim with its interval and unit; of several parts in one line with a separator. */
export function valueOf(judgement: Judgement, rule: Rule, separator: Html | string = html`<br />`): Html {
  if (judgement.parts !== undefined && rule.test === 'all-of') {
    const parts = Object.entries(judgement.parts).map(
      ([name, part]) =>
        html`<span class="part">${partName(name)}: ${simpleValue(part, unitOf(rule.parts[name]))}</span>`,
    );
    return joined(parts, separator);
  }
  return simpleValue(judgement, rule.test === 'all-of' ? undefined : unitOf(rule));
}

function simpleValue({ estimate, interval, reason, verdict }: Judgement, unit: string | undefined): Html {
  if (estimate === undefined) return html`<span class="number">${/^\d+ of \d+/.exec(reason)?.[0] ?? verdict}</span>`;
  if (interval === undefined || interval[0] === interval[1])
    return html`<strong class="number"
      >${Number.isInteger(estimate) && isShare(unit) ? `${formatNumber(estimate, 2)} ${unit}` : withUnit(estimate, unit)}</strong
    >`;
  const decimals = meaningfulDecimals(interval[1] - interval[0]);
  const words = unit === undefined ? '' : ` ${unit}`;
  return html`<strong class="number">${formatNumber(estimate, decimals)}${words}</strong>
    <span class="interval">${formatInterval(interval[0], interval[1], decimals)}</span>`;
}

/** "1 of the displays" would be a single one: shares have decimals. */
const isShare = (unit: string | undefined): unit is string => unit?.startsWith('of ') === true;

/** Parts of a rule have names with hyphens, as identifiers have. */
const partName = (name: string): string => name.replaceAll('-', ' ');

/** As many decimals as show the width of an interval with two digits; the result file has them all. */
function meaningfulDecimals(width: number): number {
  return Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(width))));
}

function plots(measured: Judgement, control: Judgement, rule: Rule): Html | null {
  if (rule.test !== 'all-of') return intervalPlot(rowsOf(measured, control), regionOf(rule));
  return html`${Object.entries(rule.parts).map(([name, part]) => {
    const plot = intervalPlot(rowsOf(measured.parts?.[name], control.parts?.[name]), regionOf(part));
    return plot === null
      ? null
      : html`<p class="part-name">${partName(name)}</p>
          ${plot}`;
  })}`;
}

function rowsOf(measured: Judgement | undefined, control: Judgement | undefined): PlotRow[] {
  const row = (label: string, judgement: Judgement | undefined, hollow: boolean): PlotRow[] =>
    judgement?.estimate === undefined
      ? []
      : [{ label, estimate: judgement.estimate, hollow, ...(judgement.interval && { interval: judgement.interval }) }];
  return [...row('measured', measured, false), ...row('control', control, true)];
}

function unitOf(rule: SimpleRule | undefined): string | undefined {
  return rule === undefined || rule.test === 'all-true' ? undefined : rule.unit;
}

function sourceText({ declaration: { source } }: ClaimEntry, links: CardLinks): Html {
  const parts = [
    source.statement === undefined
      ? undefined
      : html`<a href="${links.statement(source.statement)}">survey statement ${source.statement}</a>`,
    source.paper,
    source.where,
    source.confidence === undefined ? undefined : `confidence: ${source.confidence}`,
  ];
  return joined(
    parts.filter((part) => part !== undefined),
    '; ',
  );
}

function mechanismLinks(names: readonly string[], links: CardLinks): Html {
  const items = names.map((name) => {
    const target = links.mechanism(name);
    return target === undefined ? html`${name}` : html`<a href="${target}">${name}</a>`;
  });
  return joined(items, ', ');
}

function historyList(history: readonly PastVerdict[]): Html {
  const items = history.map(
    ({ commit, date, profile, verdict, estimate }) =>
      html`<li>
        ${formatDay(date)} (<code>${commit.slice(0, 8)}</code>, ${profile}):
        ${verdict}${estimate === undefined ? null : `, ${numberText(estimate)}`}
      </li>`,
  );
  return html`<ul class="history">
    ${items}
  </ul>`;
}
