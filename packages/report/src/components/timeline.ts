import { type MechanismData } from '../model/mechanism-data.js';
import { mechanismPath, relative } from '../site.js';
import { formatMonth } from '../text/format.js';
import { html, type Html } from '../text/html.js';
import { axisChip } from './axes.js';

/** Mechanisms in the order in which they first appeared, grouped by year. */
export function timeline(page: string, mechanisms: readonly MechanismData[]): Html {
  if (mechanisms.length === 0)
    return html`<p class="absent-note">The mechanisms of the library are listed here once it is built.</p>`;
  const ordered = [...mechanisms].sort((a, b) => a.paper.date.localeCompare(b.paper.date));
  const years = [...new Set(ordered.map(({ paper }) => paper.date.slice(0, 4)))];
  return html`<ol class="timeline">
    ${years.map(
      (year) =>
        html`<li>
          <span class="year">${year}</span>
          <ol>
            ${ordered.filter(({ paper }) => paper.date.startsWith(year)).map((mechanism) => item(page, mechanism))}
          </ol>
        </li>`,
    )}
  </ol>`;
}

function item(page: string, { id, title, paper, axes }: MechanismData): Html {
  return html`<li>
    <a href="${relative(page, mechanismPath(id))}">${title}</a>
    <span class="chips">${axes.map(axisChip)}</span>
    <span class="when">${formatMonth(paper.date)}, ${paper.venue}</span>
  </li>`;
}
